import http from 'node:http';
import net, { type AddressInfo, type Socket } from 'node:net';

/** What a forward proxy was asked. */
export interface Passed {
  readonly method: string;
  /** `host:port` of a tunnel, a whole URL otherwise. */
  readonly target: string;
  readonly authorization: string | undefined;
}

export interface ForwardProxyOptions {
  /** Where a host is in truth, as `host:port` on loopback; others cannot be reached. */
  readonly hosts?: Readonly<Record<string, string>>;
  /** The login that it wants, `user:password`. */
  readonly login?: string;
  /** What it answers in place of a tunnel; 0: nothing at all. */
  readonly answer?: number;
}

/** A forward proxy on loopback, by the specification and with nothing of ours: tunnels by CONNECT, and requests with whole URLs. */
export async function forwardProxy(options: ForwardProxyOptions = {}): Promise<{
  readonly host: string;
  readonly url: string;
  readonly passed: Passed[];
  /** Open at the moment. */
  connections(): number;
  close(): Promise<void>;
}> {
  const { hosts = {}, login, answer } = options;
  const passed: Passed[] = [];
  const sockets = new Set<Socket>();
  const wanted = login === undefined ? undefined : `Basic ${Buffer.from(login).toString('base64')}`;
  /** The status of a refusal. */
  const take = ({ method = '', url = '', headers }: http.IncomingMessage): number | undefined => {
    const authorization = headers['proxy-authorization'];
    passed.push({ method, target: url, authorization });
    return wanted !== undefined && authorization !== wanted ? 407 : answer;
  };
  const server = http.createServer((request, response) => {
    const refused = take(request);
    if (refused !== undefined) return void response.writeHead(refused).end();
    const url = new URL(request.url ?? '');
    const there = hosts[url.host];
    if (there === undefined) return void response.writeHead(502).end();
    const [host, port] = there.split(':');
    const { 'proxy-authorization': _, ...headers } = request.headers;
    const onward = http.request({ host, port, method: request.method, path: url.pathname + url.search, headers });
    onward.on('error', () => response.destroy());
    onward.on('response', (incoming) => {
      response.writeHead(incoming.statusCode ?? 0, incoming.headers);
      incoming.pipe(response);
    });
    request.pipe(onward);
  });
  server.on('connect', (request: http.IncomingMessage, client: Socket) => {
    client.on('error', () => undefined);
    const refused = take(request);
    // Whoever does not read is not told that the other side has gone.
    if (refused === 0) return void client.on('end', () => client.destroy()).resume();
    const there = refused === undefined ? hosts[request.url ?? ''] : undefined;
    if (there === undefined) return void client.end(`HTTP/1.1 ${refused ?? 502} No\r\ncontent-length: 0\r\n\r\n`);
    const [host = '', port] = there.split(':');
    const onward = net.connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(onward).pipe(client);
    });
    onward.on('error', () => client.destroy());
    client.on('close', () => onward.destroy());
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    url: `http://${login === undefined ? '' : `${login}@`}${host}`,
    passed,
    connections: () => sockets.size,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
