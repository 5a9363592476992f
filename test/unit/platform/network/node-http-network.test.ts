import https from 'node:https';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import { type NetworkSettings, NodeHttp } from '#platform';
import type { Http, HttpRequest } from '#registry';
import { type ForwardProxyOptions, forwardProxy } from '../../../support/forward-proxy.ts';
import { scriptedServer } from '../../../support/scripted-server.ts';
import { type ServerCertificate, TestAuthority } from '../../../support/test-authority.ts';

const authority = new TestAuthority('Bank CA');
const cleanups: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

interface TlsServer {
  readonly port: number;
  /** Connections so far. */
  connections(): number;
  /** `localPort` of the sockets that asked, and what they sent. */
  readonly requests: {
    readonly headers: NodeJS.Dict<string | string[]>;
    readonly url: string;
    readonly length: number;
  }[];
}

async function tlsServer(certificate: ServerCertificate, address = '127.0.0.1'): Promise<TlsServer> {
  const requests: TlsServer['requests'] = [];
  let connections = 0;
  const server = https.createServer(certificate, (request, response) => {
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
    });
    request.on('end', () => {
      requests.push({ headers: request.headers, url: request.url ?? '', length });
      response.end('hello');
    });
  });
  server.on('secureConnection', () => connections++);
  server.on('tlsClientError', () => undefined);
  await listening(server, address);
  cleanups.push(() => {
    server.closeAllConnections();
    return ended(server);
  });
  return { port: (server.address() as AddressInfo).port, connections: () => connections, requests };
}

function listening(server: Server, address: string): Promise<void> {
  return new Promise((resolve) => server.listen(0, address, resolve));
}

function ended(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

async function proxied(options: ForwardProxyOptions) {
  const proxy = await forwardProxy(options);
  cleanups.push(proxy.close);
  return proxy;
}

function client(
  environment: NodeJS.ProcessEnv,
  network?: NetworkSettings,
  ca: string | undefined = authority.pem,
): Http {
  const http = new NodeHttp({ userAgent: 'test', certificateAuthority: () => ca, environment, network });
  cleanups.push(() => http.close());
  return http;
}

async function get(http: Http, url: string, more: Partial<HttpRequest> = {}): Promise<string> {
  const answer = await http.send({ method: 'GET', url, ...more });
  const chunks: Uint8Array[] = [];
  for await (const chunk of answer.body) chunks.push(chunk);
  return `${answer.status} ${Buffer.concat(chunks)}`;
}

describe('through a proxy', () => {
  it('TLS goes in a tunnel that is used again, with a login that only the proxy sees', async () => {
    const server = await tlsServer(authority.certify(['registry.bank.example']));
    const there = `127.0.0.1:${server.port}`;
    const proxy = await proxied({ hosts: { 'registry.bank.example:443': there }, login: 'user:p@ss' });
    const http = client({ HTTPS_PROXY: `http://user:p%40ss@${proxy.host}` });
    for (let round = 0; round < 3; round++) {
      expect(await get(http, 'https://registry.bank.example/v2/')).toBe('200 hello');
    }
    expect(proxy.passed.map(({ method, target }) => [method, target])).toEqual([
      ['CONNECT', 'registry.bank.example:443'],
    ]);
    expect(server.connections()).toBe(1);
    expect(server.requests[0]?.headers).toMatchObject({ host: 'registry.bank.example' });
    expect(server.requests[0]?.headers['proxy-authorization']).toBeUndefined();
  });

  it('a streamed body goes with its length, and many at the same time', async () => {
    const server = await tlsServer(authority.certify(['registry.bank.example']));
    const proxy = await proxied({ hosts: { 'registry.bank.example:5000': `127.0.0.1:${server.port}` } });
    const http = client({ HTTPS_PROXY: proxy.url });
    async function* chunks() {
      for (let sent = 0; sent < 20; sent++) yield Buffer.alloc(50_000, sent);
    }
    const put = () =>
      get(http, 'https://registry.bank.example:5000/upload', {
        method: 'PUT',
        body: { length: 1_000_000, chunks: chunks() },
      });
    expect(await Promise.all(Array.from({ length: 8 }, put))).toEqual(Array(8).fill('200 hello'));
    expect(server.requests.map(({ length }) => length)).toEqual(Array(8).fill(1_000_000));
    expect(server.requests[0]?.headers['content-length']).toBe('1000000');
  });

  it('plain HTTP goes with its whole URL and keeps the connection', async () => {
    const server = await scriptedServer((_, response) => void response.end('plain'));
    cleanups.push(server.close);
    const proxy = await proxied({ hosts: { 'registry.bank.example:8080': server.host }, login: 'user:pass' });
    const http = client({ http_proxy: proxy.url });
    expect(await get(http, 'http://registry.bank.example:8080/v2/x?y=1')).toBe('200 plain');
    expect(await get(http, 'http://registry.bank.example:8080/v2/z', { method: 'PUT', body: Buffer.from('abc') })).toBe(
      '200 plain',
    );
    expect(proxy.passed.map(({ method, target }) => `${method} ${target}`)).toEqual([
      'GET http://registry.bank.example:8080/v2/x?y=1',
      'PUT http://registry.bank.example:8080/v2/z',
    ]);
    expect(server.requests[0]).toMatchObject({ url: '/v2/x?y=1', headers: { host: 'registry.bank.example:8080' } });
    expect(server.requests[1]?.body.toString()).toBe('abc');
  });

  it('a proxy that is itself reached by TLS has its certificate checked, unless the editor says otherwise', async () => {
    const server = await tlsServer(authority.certify(['registry.bank.example']));
    const inner = await proxied({ hosts: { 'registry.bank.example:443': `127.0.0.1:${server.port}` } });
    const [innerHost = '', innerPort] = inner.host.split(':');
    const { key, cert } = new TestAuthority('Proxy CA').certify(['127.0.0.1']);
    const { createServer: createTls } = await import('node:tls');
    const { connect } = await import('node:net');
    const outer = createTls({ key, cert }, (socket) => {
      const onward = connect(Number(innerPort), innerHost);
      socket.on('error', () => onward.destroy());
      onward.on('error', () => socket.destroy());
      socket.pipe(onward).pipe(socket);
    });
    outer.on('tlsClientError', () => undefined);
    await listening(outer, '127.0.0.1');
    cleanups.push(() => void outer.close());
    const HTTPS_PROXY = `https://127.0.0.1:${(outer.address() as AddressInfo).port}`;
    const strict = get(client({ HTTPS_PROXY }), 'https://registry.bank.example/');
    await expect(strict).rejects.toMatchObject({
      kind: 'tls',
      message: expect.stringContaining('the proxy 127.0.0.1'),
      detail: { hint: expect.stringContaining('NODE_EXTRA_CA_CERTS') },
    });
    const lax = client({ HTTPS_PROXY }, { proxyStrictSsl: false });
    expect(await get(lax, 'https://registry.bank.example/')).toBe('200 hello');
    // The registry's own certificate is checked all the same.
    const untrusting = client({ HTTPS_PROXY }, { proxyStrictSsl: false }, '');
    await expect(get(untrusting, 'https://registry.bank.example/')).rejects.toMatchObject({
      kind: 'tls',
      detail: { host: 'registry.bank.example', tlsFault: 'authority' },
    });
  });

  it.each([
    ['wants a login', {}, 'proxy', /wants a login \(407\)/, /user:password@/],
    ['refuses the login', { user: 'user:wrong@' }, 'proxy', /refused the login \(407\)/, /Correct the user/],
  ] as const)(
    'one that %s says so, by TLS and without, and the password is not told',
    async (_, { user = '' }: { user?: string }, kind, message, hint) => {
      const proxy = await proxied({ login: 'user:right' });
      const http = client({ ALL_PROXY: `http://${user}${proxy.host}` });
      for (const url of ['https://registry.bank.example/', 'http://registry.bank.example/']) {
        const error = await get(http, url).catch((thrown) => thrown);
        expect(error).toMatchObject({ kind, message: expect.stringMatching(message) });
        expect(error.message).toContain(proxy.host);
        expect(error.detail.hint).toMatch(hint);
        expect(`${error.message} ${error.detail.hint}`).not.toContain('wrong');
      }
    },
  );

  it.each([
    [401, 'proxy', /wants a login \(401\)/],
    [403, 'proxy', /does not let requests through to registry\.bank\.example:443 \(403\)/],
    [502, 'refused', /did not reach registry\.bank\.example:443 \(502\)/],
  ] as const)('one that answers %i in place of a tunnel is told as %s', async (answer, kind, message) => {
    const proxy = await proxied({ answer });
    const http = client({ HTTPS_PROXY: proxy.url });
    await expect(get(http, 'https://registry.bank.example/')).rejects.toMatchObject({
      kind,
      message: expect.stringMatching(message),
    });
  });

  it('one that is not there is named', async () => {
    const proxy = await proxied({});
    await proxy.close();
    for (const url of ['https://registry.bank.example/', 'http://registry.bank.example/']) {
      await expect(get(client({ ALL_PROXY: proxy.url }), url)).rejects.toMatchObject({
        kind: 'refused',
        message: `the proxy ${proxy.host}: it refused the connection (ECONNREFUSED)`,
        detail: { hint: expect.stringContaining('ALL_PROXY') },
      });
    }
  });

  it('one that breaks off is named', async () => {
    const server = createServer((socket) => socket.destroy());
    await listening(server, '127.0.0.1');
    cleanups.push(() => ended(server));
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    await expect(get(client({ HTTPS_PROXY: host }), 'https://registry.bank.example/')).rejects.toMatchObject({
      kind: 'reset',
      message: expect.stringContaining(`the proxy ${host}`),
    });
  });

  it('one that never answers holds nobody up who cancels, and its connection ends with the client', async () => {
    const proxy = await proxied({ answer: 0 });
    const http = new NodeHttp({
      userAgent: 'test',
      certificateAuthority: () => undefined,
      environment: { HTTPS_PROXY: proxy.url },
    });
    const controller = new AbortController();
    const asked = http.send({ method: 'GET', url: 'https://registry.bank.example/', signal: controller.signal });
    const reason = new Error('cancelled by the user');
    while (proxy.passed.length === 0) await new Promise((resolve) => setImmediate(resolve));
    controller.abort(reason);
    await expect(asked).rejects.toBe(reason);
    http.close();
    await expect.poll(() => proxy.connections()).toBe(0);
  });

  it('is not asked for what NO_PROXY lists, nor for this machine', async () => {
    const server = await scriptedServer((_, response) => void response.end('plain'));
    cleanups.push(server.close);
    const proxy = await proxied({});
    expect(await get(client({ ALL_PROXY: proxy.url }), `${server.origin}/`)).toBe('200 plain');
    expect(proxy.passed).toEqual([]);
  });
});

describe('certificates', () => {
  it.each([
    ['an unknown authority', ['localhost'], [-1, 1], 'authority'],
    ['another name', ['other.example'], [-1, 1], 'name'],
    ['a date that is over', ['localhost'], [-3, -1], 'date'],
    ['a date that is to come', ['localhost'], [1, 3], 'date'],
  ] as const)('of %s are told apart', async (_, names, days, tlsFault) => {
    const issuer = tlsFault === 'authority' ? new TestAuthority('Nobody') : authority;
    const { port } = await tlsServer(issuer.certify(names, days));
    await expect(get(client({}), `https://localhost:${port}/`)).rejects.toMatchObject({
      kind: 'tls',
      detail: { host: `localhost:${port}`, tlsFault },
    });
  });

  it('a server without TLS is told as such', async () => {
    const server = await scriptedServer((_, response) => void response.end());
    cleanups.push(server.close);
    await expect(get(client({}), `https://${server.host}/`)).rejects.toMatchObject({
      kind: 'tls',
      detail: { tlsFault: 'plain' },
    });
  });

  it('several authorities may stand in one text, with remarks between them', async () => {
    const bundle = `# of the bank\n${new TestAuthority('Other').pem}\n# and\n${authority.pem}`;
    const { port } = await tlsServer(authority.certify(['localhost']));
    expect(await get(client({}, undefined, bundle), `https://localhost:${port}/`)).toBe('200 hello');
  });

  it('of an IPv6 address are checked against it, and a registry there is reached', async () => {
    const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));
    if (!hasIpv6) {
      process.stderr.write('This machine has no ::1: nothing was tried over IPv6.\n');
      return;
    }
    const right = await tlsServer(authority.certify(['::1']), '::1');
    expect(await get(client({}), `https://[::1]:${right.port}/`)).toBe('200 hello');
    expect(right.requests[0]?.headers.host).toBe(`[::1]:${right.port}`);
    const wrong = await tlsServer(authority.certify(['::2', 'localhost']), '::1');
    await expect(get(client({}), `https://[::1]:${wrong.port}/`)).rejects.toMatchObject({
      detail: { tlsFault: 'name' },
    });
  });

  it('an IPv6 address goes into a tunnel with its brackets', async () => {
    const server = await tlsServer(authority.certify(['fd00::7']));
    const proxy = await proxied({ hosts: { '[fd00::7]:5000': `127.0.0.1:${server.port}` } });
    expect(await get(client({ HTTPS_PROXY: proxy.url }), 'https://[fd00::7]:5000/')).toBe('200 hello');
  });
});
