import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkLicense, type LicenseWish, marketplaceFingerprint } from '#license';
import { NodeNetwork } from '#platform';
import { licenseTokenCredentials } from '../../../src/aws/license-token-credentials.ts';
import { NetworkHandler } from '../../../src/aws/network-handler.ts';
import { SdkLicenseService } from '../../../src/aws/sdk-license-service.ts';
import { forwardProxy } from '../../support/forward-proxy.ts';
import { type Handler, scriptedServer } from '../../support/scripted-server.ts';
import { TestAuthority } from '../../support/test-authority.ts';
import { testClock } from '../../support/test-clock.ts';

const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };
const wish: LicenseWish = {
  product: 'prod-1',
  entitlements: [{ name: 'users', unit: 'Count', value: '1' }],
  consumption: 'provisional',
  clientToken: 'uid-1',
  fingerprint: marketplaceFingerprint,
};
const allowed = JSON.stringify({ EntitlementsAllowed: [{ Name: 'users', Value: '1', Unit: 'Count' }] });

const cleanups: (() => unknown)[] = [];
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'license-service-'));
  cleanups.push(() => rm(folder, { recursive: true }));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function handler(environment: NodeJS.ProcessEnv = {}, idleMs = 10_000): NetworkHandler {
  const network = new NodeNetwork({ environment, authority: () => undefined });
  const made = new NetworkHandler(network, idleMs);
  cleanups.push(() => network.close());
  cleanups.push(() => made.destroy());
  return made;
}

/** AWS at an endpoint of its own. */
async function answering(script: Handler) {
  const server = await scriptedServer(script);
  cleanups.push(server.close);
  vi.stubEnv('AWS_ENDPOINT_URL', server.origin);
  return server;
}

const json = (body: unknown): Handler => {
  return (_, response) =>
    void response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
};

async function byTls(authority: TestAuthority, host: string, answer: string): Promise<string> {
  const server = https.createServer(authority.certify([host]), (request, response) => {
    request.resume().on('end', () => response.writeHead(200).end(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(
    () => server.close(),
    () => server.closeAllConnections(),
  );
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('AWS behind a proxy', () => {
  it('is asked through a tunnel, and what finds credentials too', async () => {
    const authority = new TestAuthority('Bank CA');
    const trusted = path.join(folder, 'ca.pem');
    const token = path.join(folder, 'token');
    await writeFile(trusted, authority.pem);
    await writeFile(token, 'a.web.token');
    const [licenses, sts] = ['license-manager.us-east-1.amazonaws.com', 'sts.us-east-1.amazonaws.com'] as const;
    const keys =
      '<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>AKIA</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>';
    const proxy = await forwardProxy({
      login: 'user:pass',
      hosts: {
        [`${licenses}:443`]: await byTls(authority, licenses, allowed),
        [`${sts}:443`]: await byTls(authority, sts, keys),
      },
    });
    cleanups.push(proxy.close);
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE', 'AWS_ENDPOINT_URL'])
      vi.stubEnv(name, undefined);
    vi.stubEnv('AWS_WEB_IDENTITY_TOKEN_FILE', token);
    vi.stubEnv('AWS_ROLE_ARN', 'arn:aws:iam::111122223333:role/check');
    vi.stubEnv('HOME', folder);
    const environment = { HTTPS_PROXY: proxy.url, SSL_CERT_FILE: trusted };
    const service = new SdkLicenseService({ handler: handler(environment) });
    expect(await service.checkOut('us-east-1', wish)).toMatchObject({ allowed: [{ name: 'users' }] });
    expect(proxy.passed.map(({ method, target }) => `${method} ${target}`)).toEqual([
      `CONNECT ${sts}:443`,
      `CONNECT ${licenses}:443`,
    ]);
  });

  it('at an endpoint without TLS is asked for its whole URL', async () => {
    const server = await scriptedServer(json(JSON.parse(allowed)));
    const proxy = await forwardProxy({ hosts: { 'aws.bank.example:4566': server.host } });
    cleanups.push(server.close, proxy.close);
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://aws.bank.example:4566');
    const service = new SdkLicenseService({ handler: handler({ HTTP_PROXY: proxy.url }), credentials });
    expect(await service.checkOut('us-east-1', wish)).toMatchObject({ allowed: [{ name: 'users' }] });
    expect(proxy.passed).toMatchObject([{ method: 'POST', target: 'http://aws.bank.example:4566/' }]);
  });

  it('is asked directly on this machine, and where NO_PROXY says so', async () => {
    const server = await answering(json(JSON.parse(allowed)));
    const proxy = await forwardProxy();
    cleanups.push(proxy.close);
    const service = new SdkLicenseService({ handler: handler({ HTTP_PROXY: proxy.url }), credentials });
    await service.checkOut('us-east-1', wish);
    expect(server.requests).toHaveLength(1);
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://nobody.invalid');
    const environment = { HTTP_PROXY: proxy.url, NO_PROXY: '.invalid' };
    const direct = new SdkLicenseService({ handler: handler(environment), credentials });
    await expect(direct.checkOut('us-east-1', wish)).rejects.toMatchObject({ cause: { code: 'ENOTFOUND' } });
    expect(proxy.passed).toEqual([]);
  });
});

describe('the licences of a product', () => {
  it('are those of every page', async () => {
    const license = (LicenseArn: string) => ({ Licenses: [{ LicenseArn, ProductSKU: 'prod-1' }] });
    const pages = [{ ...license('one'), NextToken: 'next' }, license('two')];
    const server = await answering((request, response, socket) => json(pages.shift())(request, response, socket));
    const service = new SdkLicenseService({ handler: handler(), credentials });
    const found = await service.licensesOf('us-east-1', 'prod-1');
    expect(found.map(({ arn }) => arn)).toEqual(['one', 'two']);
    expect(server.requests.map(({ body }) => JSON.parse(body.toString()).NextToken)).toEqual([undefined, 'next']);
  });
});

describe('what answers in the place of AWS', () => {
  const page = '<html><body>Please log in</body></html>';

  it.each([
    [200, page, 'unreachable'],
    [403, page, 'unreachable'],
    [407, page, 'unreachable'],
    [502, page, 'unreachable'],
    [302, '', 'unreachable'],
    [429, 'slow down', 'throttled'],
  ])('%d is no answer about the licence', async (status, body, kind) => {
    await answering((_, response) => void response.writeHead(status, { location: '/login' }).end(body));
    const service = new SdkLicenseService({ handler: handler(), credentials });
    const around = { region: 'us-east-1', patienceMs: 0, checkIn: false, clock: testClock() };
    const verdict = await checkLicense(wish, service, around);
    expect(verdict.kind).toBe(kind);
    expect(verdict.message).not.toMatch(/hidden field|Unexpected token|<html/);
  });

  it('is none where it is no HTTP', async () => {
    await answering((_request, _response, socket) => void socket.end('220 mail.bank.example ESMTP\r\n'));
    const service = new SdkLicenseService({ handler: handler(), credentials });
    const around = { region: 'us-east-1', patienceMs: 0, checkIn: false, clock: testClock() };
    expect(await checkLicense(wish, service, around)).toMatchObject({ kind: 'unreachable' });
  });
});

describe('a clock that is wrong', () => {
  it('is put right by what AWS answers', async () => {
    const sent: (string | undefined)[] = [];
    await answering((request, response, socket) => {
      sent.push(request.headers['x-amz-date']?.toString());
      if (sent.length > 1) return json(JSON.parse(allowed))(request, response, socket);
      const date = new Date(Date.now() + 3_600_000).toUTCString();
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1', date });
      response.end(
        JSON.stringify({ __type: 'InvalidSignatureException', message: 'Signature expired: now it is late' }),
      );
    });
    const service = new SdkLicenseService({ handler: handler(), credentials });
    const around = { region: 'us-east-1', patienceMs: 0, checkIn: false, clock: testClock() };
    expect(await checkLicense(wish, service, around)).toMatchObject({ kind: 'valid', attempts: 2 });
    expect(sent[1]?.slice(0, 11)).not.toBe(sent[0]?.slice(0, 11));
  });
});

describe('AWS that does not come to an end', () => {
  it('is given up when it says nothing', async () => {
    await answering(() => undefined);
    const service = new SdkLicenseService({ handler: handler({}, 50), credentials });
    await expect(service.checkOut('us-east-1', wish)).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('is given up when its answer drips', async () => {
    await answering((_, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    });
    const service = new SdkLicenseService({ handler: handler({}, 1000), credentials, callMs: 200 });
    await expect(service.checkOut('us-east-1', wish)).rejects.toMatchObject({
      name: 'TimeoutError',
      message: 'AWS did not answer within 0.2 seconds',
    });
  });

  it('is given up when credentials are not found', async () => {
    const never = () => new Promise<never>(() => undefined);
    const service = new SdkLicenseService({ handler: handler(), credentials: never, callMs: 50 });
    await expect(service.checkOut('us-east-1', wish)).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});

describe('the token of a licence', () => {
  async function asked(token: string) {
    const file = path.join(folder, 'license_token');
    await writeFile(file, token);
    const environment = {
      AWS_WEB_IDENTITY_REFRESH_TOKEN_FILE: file,
      AWS_ROLE_ARN: 'arn:aws:iam::111122223333:role/check',
    };
    const find = await licenseTokenCredentials(environment, 'us-east-1', handler());
    return find?.().catch((error: unknown) => error);
  }

  it.each(['', 'with a space', 'x'.repeat(4097)])('that cannot be one is not sent', async (token) => {
    const server = await answering(json({}));
    expect(await asked(token)).toMatchObject({ name: 'CredentialsProviderError' });
    expect(server.requests).toEqual([]);
  });

  it('is not told on when AWS repeats it, and the call is named', async () => {
    await answering((_, response) => {
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify({ __type: 'ValidationException', message: 'bad token planted-token-1' }));
    });
    const error = await asked('planted-token-1');
    expect(error).toMatchObject({ name: 'ValidationException', message: 'GetAccessToken: bad token [redacted]' });
  });
});
