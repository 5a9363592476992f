import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A blob that was begun to be sent to a repository. */
interface SentBlob {
  readonly repository: string;
  readonly digest: string;
}

/**
 * Stands between a program and a registry, passes everything on, and keeps which blobs were sent. Its network can go away and come back.
 * @param to `host:port` of the registry, which is told the relay's own name
 */
export async function startRelay(to: string) {
  const sent: SentBlob[] = [];
  const sockets = new Set<Socket>();
  const [hostname, port] = to.split(':');
  const pass = (request: IncomingMessage, response: ServerResponse) => {
    const [, repository, digest] =
      /^\/v2\/(.+)\/blobs\/uploads\/[^?]+\?.*digest=(sha256%3A[0-9a-f]+)/.exec(request.url ?? '') ?? [];
    if (request.method === 'PUT' && repository && digest) {
      sent.push({ repository, digest: decodeURIComponent(digest) });
    }
    const onward = http.request({
      hostname,
      port,
      method: request.method,
      path: request.url,
      headers: request.headers,
      agent,
    });
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    // Whoever is killed in the middle must not leave the registry with half of a request that seems to go on.
    request.on('close', () => {
      if (!request.complete) onward.destroy();
    });
    request.on('error', () => onward.destroy());
    request.pipe(onward);
  };
  const agent = new http.Agent({ keepAlive: true });
  const server = http.createServer(pass);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const listen = (at: number) => new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve));
  await listen(0);
  const own = (server.address() as AddressInfo).port;
  const down = async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of sockets) socket.resetAndDestroy();
    await closed;
  };
  return {
    host: `127.0.0.1:${own}`,
    origin: `http://127.0.0.1:${own}`,
    sent,
    /** Every connection is reset, and new ones are refused. */
    down,
    up: () => listen(own),
    close: async () => {
      if (server.listening) await down();
      agent.destroy();
    },
  };
}
