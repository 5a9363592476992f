import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import https from 'node:https';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SdkAwsGateway } from '#aws';
import { NodeNetwork } from '#platform';
import { type ForwardProxyOptions, forwardProxy } from '../../support/forward-proxy.ts';
import { scriptedServer } from '../../support/scripted-server.ts';
import { TestAuthority } from '../../support/test-authority.ts';

const authority = new TestAuthority('Bank CA');
const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret', from: 'test' };
const identity =
  '<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:x</Arn><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function proxied(options: ForwardProxyOptions) {
  const proxy = await forwardProxy(options);
  cleanups.push(proxy.close);
  return proxy;
}

function network(environment: NodeJS.ProcessEnv, pem: string | undefined = authority.pem): NodeNetwork {
  const made = new NodeNetwork({ environment, authority: () => pem });
  cleanups.push(() => made.close());
  return made;
}

async function stsByTls(): Promise<string> {
  const server = https.createServer(authority.certify(['sts.us-east-1.amazonaws.com']), (request, response) => {
    request.resume().on('end', () => response.writeHead(200, { 'content-type': 'text/xml' }).end(identity));
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(
    () => server.close(),
    () => server.closeAllConnections(),
  );
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const scope = { region: 'us-east-1' };

describe('AWS through a proxy', () => {
  it('is called at its own name in one tunnel, whose login the calls do not carry', async () => {
    const there = await stsByTls();
    const proxy = await proxied({ hosts: { 'sts.us-east-1.amazonaws.com:443': there }, login: 'user:pass' });
    const aws = new SdkAwsGateway({ credentials, network: network({ HTTPS_PROXY: proxy.url }) });
    expect(await aws.callerIdentity(scope)).toEqual({ account: '111122223333', arn: 'arn:x' });
    expect(await aws.callerIdentity(scope)).toEqual({ account: '111122223333', arn: 'arn:x' });
    expect(proxy.passed.map(({ method, target }) => `${method} ${target}`)).toEqual([
      'CONNECT sts.us-east-1.amazonaws.com:443',
    ]);
  });

  it('at an endpoint without TLS is asked for the whole URL, as it was signed', async () => {
    const server = await scriptedServer((_, response) => void response.end(identity));
    cleanups.push(server.close);
    const proxy = await proxied({ hosts: { 'aws.bank.example:4566': server.host }, login: 'user:pass' });
    const environment = { HTTP_PROXY: proxy.url };
    const aws = new SdkAwsGateway({
      endpoint: 'http://aws.bank.example:4566',
      credentials,
      network: network(environment),
    });
    expect(await aws.callerIdentity(scope)).toMatchObject({ account: '111122223333' });
    expect(proxy.passed).toMatchObject([{ method: 'POST', target: 'http://aws.bank.example:4566/' }]);
    const [request] = server.requests;
    expect(request?.headers).toMatchObject({
      host: 'aws.bank.example:4566',
      authorization: expect.stringMatching(/SignedHeaders=[^,]*host/),
    });
    expect(request?.headers.authorization).not.toMatch(/SignedHeaders=[^,]*proxy/);
    expect(request?.body.toString()).toContain('GetCallerIdentity');
  });

  it.each(['https://aws.bank.example', 'http://aws.bank.example'])(
    'whose login is refused says so at once: %s',
    async (endpoint) => {
      const proxy = await proxied({ login: 'user:right' });
      const environment = { ALL_PROXY: `http://user:planted-wrong@${proxy.host}` };
      const aws = new SdkAwsGateway({ endpoint, credentials, network: network(environment) });
      const error = await aws.callerIdentity(scope).catch((thrown) => thrown);
      expect(error).toMatchObject({ code: 'proxy-refused', message: expect.stringContaining(proxy.host) });
      expect(`${error.message} ${error.hint}`).not.toContain('planted-wrong');
      expect(error.hint).toContain('ALL_PROXY');
      expect(proxy.passed).toHaveLength(1);
    },
  );

  it('with certificates of an authority that is not known says where to name it', async () => {
    const there = await stsByTls();
    const proxy = await proxied({ hosts: { 'sts.us-east-1.amazonaws.com:443': there } });
    const aws = new SdkAwsGateway({ credentials, network: network({ HTTPS_PROXY: proxy.url }, '') });
    await expect(aws.callerIdentity(scope)).rejects.toMatchObject({
      code: 'tls-failed',
      hint: expect.stringContaining('AWS_CA_BUNDLE'),
    });
  });
});

describe('AWS that takes connections and says nothing', () => {
  it('is given up, also in the middle of an answer', { timeout: 30_000 }, async () => {
    for (const said of ['', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n<Get']) {
      const sockets = new Set<Socket>();
      const server = createServer((socket) => sockets.add(socket.on('error', () => undefined)) && socket.write(said));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      cleanups.push(() => server.close());
      const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const aws = new SdkAwsGateway({ endpoint, credentials, network: network({}), idleMs: 50 });
      await expect(aws.callerIdentity(scope)).rejects.toMatchObject({ code: 'unreachable' });
      for (const socket of sockets) socket.destroy();
    }
  });
});

describe('the search for credentials', () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'home-'));
    cleanups.push(() => rm(home, { recursive: true }));
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_PROFILE'])
      vi.stubEnv(name, undefined);
    vi.stubEnv('HOME', home);
    vi.stubEnv('AWS_CONFIG_FILE', path.join(home, '.aws', 'config'));
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  });

  it('of SSO goes through the proxy too, and its refusal is told as such', async () => {
    const start = 'https://bank.awsapps.com/start';
    const settings = `[profile sso]\nsso_start_url = ${start}\nsso_region = eu-west-1\nsso_account_id = 111122223333\nsso_role_name = release\n`;
    const cache = path.join(home, '.aws', 'sso', 'cache');
    await mkdir(cache, { recursive: true });
    await writeFile(path.join(home, '.aws', 'config'), settings);
    const token = { accessToken: 'token', expiresAt: new Date(Date.now() + 3_600_000).toISOString(), startUrl: start };
    await writeFile(path.join(cache, `${createHash('sha1').update(start).digest('hex')}.json`), JSON.stringify(token));
    const proxy = await proxied({ answer: 403 });
    const aws = new SdkAwsGateway({ network: network({ HTTPS_PROXY: proxy.url }) });
    await expect(aws.callerIdentity({ ...scope, profile: 'sso' })).rejects.toMatchObject({ code: 'proxy-refused' });
    expect(proxy.passed.map(({ target }) => target)).toEqual(['portal.sso.eu-west-1.amazonaws.com:443']);
  });
});
