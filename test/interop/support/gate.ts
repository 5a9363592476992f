import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands before a registry and passes everything on, until the second tag is to be written: that request is never answered. */
export async function startGate(to: string) {
  const [hostname, port] = to.split(':');
  let tags = 0;
  let reached = () => {};
  const secondTag = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const server = http.createServer((request, response) => {
    const { method, url: path, headers } = request;
    const isTag = method === 'PUT' && /\/manifests\/(?!sha256:)[^/]+$/.test(path ?? '');
    if (isTag) tags++;
    if (isTag && tags > 1) {
      reached();
      return;
    }
    const onward = http.request({ hostname, port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.on('error', () => onward.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    secondTag,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
