import { setMaxListeners } from 'node:events';
import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { type Http, type HttpBody, type HttpRequest, type HttpResponse, NetworkError } from '#registry';
import { DeadBuffers } from './dead-buffers.ts';
import { malformedRefusal } from './malformed-refusal.ts';
import type { NetworkSettings } from './network/network-settings.ts';
import { NodeNetwork, type Route } from './network/node-network.ts';
import { asNetworkError } from './network-failure.ts';

/** How long a connection may neither give nor take a byte, in ms, before it is given up. */
interface Patience {
  readonly idleMs: number;
  /** After the last byte of a body a registry may take its time: it moves and hashes a layer of gigabytes before it answers. */
  readonly finishingMs: number;
}

const usualPatience: Patience = { idleMs: 60_000, finishingMs: 900_000 };
/** What remains of an unwanted answer is read up to this size, to keep the connection; beyond it the connection is cheaper to lose. */
const drainBytes = 65_536;

export interface NodeHttpOptions {
  readonly userAgent: string;
  /** The certificate authorities (PEM) to trust besides the usual ones for a host (`name[:port]`), or undefined. @throws ReleaseError */
  certificateAuthority(host: string): string | undefined | Promise<string | undefined>;
  /** Whose proxy variables count; without it there is no proxy. */
  readonly environment?: NodeJS.ProcessEnv;
  /** The editor's. */
  readonly network?: NetworkSettings | undefined;
  /** Tests have less of it. */
  readonly patience?: Patience;
}

/**
 * The HTTP port on node:http(s), with agents of our own (fetch keeps whole upload bodies in memory: nodejs/undici#4058). Never
 * follows redirects, never unpacks, sends every body with its content-length.
 */
export class NodeHttp implements Http {
  readonly #options: NodeHttpOptions;
  readonly #network: NodeNetwork;
  readonly #buffers = new DeadBuffers();

  constructor(options: NodeHttpOptions) {
    const { environment = {}, network: settings, certificateAuthority } = options;
    this.#options = options;
    this.#network = new NodeNetwork({ environment, settings, authority: (host) => certificateAuthority(host) });
  }

  /** Ends idle connections, so that a process can exit. */
  close(): void {
    this.#network.close();
  }

  async send(request: HttpRequest): Promise<HttpResponse> {
    request.signal?.throwIfAborted();
    const url = new URL(request.url);
    return this.#exchange(request, url, await this.#network.route(url));
  }

  #exchange(request: HttpRequest, url: URL, route: Route): Promise<HttpResponse> {
    const { signal } = request;
    const { idleMs, finishingMs } = this.#options.patience ?? usualPatience;
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      // One signal for a whole job is listened to by each of its requests: no leak to warn of.
      if (signal) setMaxListeners(0, signal);
      const outgoing = this.#open(request, route);
      const state = { answered: false };
      const abort = () => {
        outgoing.destroy();
        // Before it has a connection, a request ends only when that is there.
        if (!state.answered) reject(signal?.reason);
      };
      const failed = (error: unknown) => {
        signal?.removeEventListener('abort', abort);
        // A server that refuses early closes its side while we still write: its answer counts, not the broken pipe.
        if (state.answered) return;
        const refusal = malformedRefusal(error);
        if (refusal) resolve(refusal);
        else reject(signal?.aborted ? signal.reason : route.explain(error));
      };
      signal?.addEventListener('abort', abort, { once: true });
      // Not `once`: the patience grows when the body is through.
      outgoing.setTimeout(idleMs);
      outgoing.on('timeout', () =>
        outgoing.destroy(new NetworkError('timeout', `${url.host} was silent for too long`)),
      );
      outgoing.once('finish', () => {
        if (request.body !== undefined && !(request.body instanceof Uint8Array)) outgoing.setTimeout(finishingMs);
      });
      outgoing.on('error', failed);
      outgoing.on('response', (incoming) => {
        state.answered = true;
        incoming.once('close', () => signal?.removeEventListener('abort', abort));
        const refusal = route.refusal(incoming.statusCode ?? 0);
        if (refusal) {
          outgoing.destroy();
          reject(refusal);
        } else resolve(answer(incoming, outgoing, this.#read(incoming, url.host, signal)));
      });
      sendBody(outgoing, request.body, state).catch((error) => {
        if (state.answered) return;
        // The source of the bytes failed, not the connection: its error is the one to tell.
        state.answered = true;
        signal?.removeEventListener('abort', abort);
        outgoing.destroy();
        reject(signal?.aborted ? signal.reason : error);
      });
    });
  }

  #open(request: HttpRequest, { options, headers }: Route): ClientRequest {
    const length = request.body instanceof Uint8Array ? request.body.length : request.body?.length;
    const { request: open } = options.protocol === 'https:' ? https : http;
    return open({
      ...options,
      method: request.method,
      headers: {
        'user-agent': this.#options.userAgent,
        ...request.headers,
        ...headers,
        ...(length === undefined ? {} : { 'content-length': length }),
      },
    });
  }

  async *#read(
    incoming: IncomingMessage,
    host: string,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for await (const chunk of incoming) {
        this.#buffers.add(chunk.length);
        yield chunk;
      }
    } catch (error) {
      throw signal?.aborted ? signal.reason : asNetworkError(error, host);
    }
    if (!incoming.complete)
      throw signal?.aborted
        ? signal.reason
        : new NetworkError('cut-short', `${host} closed the connection in the middle`);
  }
}

async function sendBody(
  outgoing: ClientRequest,
  body: HttpBody | undefined,
  state: { readonly answered: boolean },
): Promise<void> {
  if (body === undefined || body instanceof Uint8Array) {
    outgoing.end(body === undefined || body.length === 0 ? undefined : body);
    return;
  }
  let sent = 0;
  for await (const chunk of body.chunks) {
    if (state.answered || outgoing.destroyed) return;
    sent += chunk.length;
    if (sent > body.length)
      throw new NetworkError('cut-short', `More than the announced ${body.length} bytes came to be sent`);
    if (!outgoing.write(chunk)) await writable(outgoing);
  }
  // node:http would wait for the missing bytes for ever.
  if (sent < body.length) throw new NetworkError('cut-short', `Only ${sent} of ${body.length} bytes came to be sent`);
  outgoing.end();
}

/** Resolves when more may be written, or when writing has lost its point. */
function writable(outgoing: ClientRequest): Promise<void> {
  return new Promise((resolve) => {
    const events = ['drain', 'close', 'response', 'error'] as const;
    const done = () => {
      for (const event of events) outgoing.removeListener(event, done);
      resolve();
    };
    for (const event of events) outgoing.once(event, done);
  });
}

function answer(incoming: IncomingMessage, outgoing: ClientRequest, body: HttpResponse['body']): HttpResponse {
  // An answer before the body was sent leaves the connection in the middle of a request: of no further use.
  if (!outgoing.writableFinished) incoming.once('end', () => outgoing.destroy());
  incoming.on('error', () => undefined);
  return {
    status: incoming.statusCode ?? 0,
    headers: headersOf(incoming),
    body,
    discard: () => discard(incoming),
  };
}

function headersOf(incoming: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

/** Reads a small rest away, so that the connection serves the next request; a large or endless one costs the connection. */
function discard(incoming: IncomingMessage): void {
  if (incoming.readableEnded || incoming.destroyed) return;
  if (incoming.readableDidRead) {
    incoming.destroy();
    return;
  }
  let drained = 0;
  incoming.on('data', (chunk: Buffer) => {
    drained += chunk.length;
    if (drained > drainBytes) incoming.destroy();
  });
  incoming.resume();
}
