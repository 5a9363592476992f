import { setMaxListeners } from 'node:events';
import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import tls from 'node:tls';
import { type Http, type HttpBody, type HttpRequest, type HttpResponse, NetworkError } from '#registry';
import { asNetworkError } from './network-failure.ts';

/** A connection that neither gives nor takes a byte for so long is given up. */
const idleMs = 60_000;
/** After the last byte of a body a registry may take its time: it moves and hashes a layer of gigabytes before it answers. */
const finishingMs = 900_000;
/** What remains of an unwanted answer is read up to this size, to keep the connection; beyond it the connection is cheaper to lose. */
const drainBytes = 65_536;
const maxSocketsPerHost = 128;

export interface NodeHttpOptions {
  readonly userAgent: string;
  /** The certificate authority (PEM) to trust besides the usual ones for a host (`name[:port]`), or undefined. */
  certificateAuthority(host: string): string | undefined;
}

/**
 * The HTTP port on node:http(s), with agents of our own (fetch keeps whole upload bodies in memory: nodejs/undici#4058). Never
 * follows redirects, never unpacks, sends every body with its content-length.
 */
export class NodeHttp implements Http {
  readonly #options: NodeHttpOptions;
  readonly #plain = new http.Agent({ keepAlive: true, maxSockets: maxSocketsPerHost });
  readonly #secure = new Map<string, https.Agent>();

  constructor(options: NodeHttpOptions) {
    this.#options = options;
  }

  /** Ends idle connections, so that a process can exit. */
  close(): void {
    this.#plain.destroy();
    for (const agent of this.#secure.values()) agent.destroy();
  }

  send(request: HttpRequest): Promise<HttpResponse> {
    const { signal } = request;
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      // One signal for a whole job is listened to by each of its requests: no leak to warn of.
      if (signal) setMaxListeners(0, signal);
      const url = new URL(request.url);
      const outgoing = this.#open(url, request);
      const state = { answered: false };
      const abort = () => outgoing.destroy();
      const failed = (error: unknown) => {
        signal?.removeEventListener('abort', abort);
        // A server that refuses early closes its side while we still write: its answer counts, not the broken pipe.
        if (!state.answered) reject(signal?.aborted ? signal.reason : asNetworkError(error, url.host));
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
        resolve(answer(incoming, outgoing, url.host, signal));
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

  #open(url: URL, request: HttpRequest): ClientRequest {
    const length = request.body instanceof Uint8Array ? request.body.length : request.body?.length;
    const options = {
      method: request.method,
      headers: {
        'user-agent': this.#options.userAgent,
        ...request.headers,
        ...(length === undefined ? {} : { 'content-length': length }),
      },
    };
    if (url.protocol === 'http:') return http.request(url, { ...options, agent: this.#plain });
    return https.request(url, { ...options, agent: this.#secureAgent(url.host) });
  }

  /** One agent an authority, because a pooled connection must not serve a host that trusts another one. */
  #secureAgent(host: string): https.Agent {
    const authority = this.#options.certificateAuthority(host);
    const key = authority ?? '';
    const held = this.#secure.get(key);
    if (held) return held;
    const trust = authority === undefined ? {} : { ca: [...tls.rootCertificates, authority] };
    const agent = new https.Agent({ keepAlive: true, maxSockets: maxSocketsPerHost, ...trust });
    this.#secure.set(key, agent);
    return agent;
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

function answer(
  incoming: IncomingMessage,
  outgoing: ClientRequest,
  host: string,
  signal: AbortSignal | undefined,
): HttpResponse {
  // An answer before the body was sent leaves the connection in the middle of a request: of no further use.
  if (!outgoing.writableFinished) incoming.once('end', () => outgoing.destroy());
  incoming.on('error', () => undefined);
  return {
    status: incoming.statusCode ?? 0,
    headers: Object.fromEntries(
      Object.entries(incoming.headers).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
      ),
    ),
    body: read(incoming, host, signal),
    discard: () => discard(incoming),
  };
}

async function* read(
  incoming: IncomingMessage,
  host: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    for await (const chunk of incoming) yield chunk;
  } catch (error) {
    throw signal?.aborted ? signal.reason : asNetworkError(error, host);
  }
  if (!incoming.complete)
    throw signal?.aborted
      ? signal.reason
      : new NetworkError('cut-short', `${host} closed the connection in the middle`);
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
