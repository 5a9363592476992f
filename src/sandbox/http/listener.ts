import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { cleanPath } from './clean-path.ts';

/**
 * Answers one request. It may throw: what is thrown and not answered yet becomes a 500. `name` tells the request log which
 * operation a request means when its path does not.
 */
export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  name: (operation: string) => void,
) => Promise<void>;

/**
 * A line of the request log: who was asked what, and the answer. Never headers or bodies; signatures and tokens are cut out of
 * the path.
 */
export interface RequestLogEntry {
  /** Logical host of the registry, `aws` or `layer-storage`. */
  readonly registry: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** The AWS operation, for requests whose path does not name it. */
  readonly operation?: string;
}

/** One HTTP server on 127.0.0.1. It is open (its port is known) before it serves: requests that come until then wait. */
export interface Listener {
  readonly port: number;
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  serve(handler: Handler): void;
  /** Closes at once: idle and busy connections are cut. */
  close(): Promise<void>;
}

/** What a listener needs to know besides its port. */
export interface ListenerOptions {
  readonly name: string;
  /** 0: the system chooses. */
  readonly port: number;
  readonly onRequest: ((entry: RequestLogEntry) => void) | undefined;
  /** Told of every request when it comes in. */
  readonly onArrival: (() => void) | undefined;
}

/**
 * Opens a listener on the loopback interface. A request whose Host is not this listener under a loopback name gets 421 and nothing
 * else: a web page that points its own name at 127.0.0.1 (DNS rebinding) must not reach the sandbox.
 */
export async function openListener(options: ListenerOptions): Promise<Listener> {
  let serve: (handler: Handler) => void = () => undefined;
  const serving = new Promise<Handler>((resolve) => {
    serve = resolve;
  });
  let hosts: ReadonlySet<string> = new Set();
  const server = createServer((request, response) => {
    let operation: string | undefined;
    options.onArrival?.();
    response.on('close', () => log(options, request, response, operation));
    if (!isOurs((request.headers.host ?? '').toLowerCase(), hosts)) return void response.writeHead(421).end();
    const name = (given: string): void => {
      operation = given;
    };
    serving.then((handler) => handler(request, response, name)).catch((error: unknown) => fail(response, error));
  });
  // An upload may take as long as it takes; and clients that keep connections should not find them closed under their hands.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 120_000;
  const port = await listen(server, options.port);
  hosts = new Set(['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port}`));
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    serve,
    close: () => close(server),
  };
}

/** Names below localhost are this machine too (RFC 6761, section 6.3): S3's clients put the bucket there. */
function isOurs(host: string, hosts: ReadonlySet<string>): boolean {
  return hosts.has(host) || hosts.has(host.replace(/^.+\.(?=localhost:)/, ''));
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1' }, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The listener has no port');
  return address.port;
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) return void response.destroy();
  const message = error instanceof Error ? error.message : String(error);
  response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' }).end(`sandbox: ${message}\n`);
}

function log(
  options: ListenerOptions,
  request: IncomingMessage,
  response: ServerResponse,
  operation: string | undefined,
): void {
  options.onRequest?.({
    registry: options.name,
    method: request.method ?? '',
    path: cleanPath(request.url ?? ''),
    status: response.statusCode,
    ...(operation === undefined ? {} : { operation }),
  });
}
