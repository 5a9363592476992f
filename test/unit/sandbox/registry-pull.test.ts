import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RequestLogEntry, type RunningSandbox, startSandbox } from '#sandbox';
import { call, firstError } from './http-call.ts';
import { digestOf } from './push-image.ts';
import { ecrLogin, originOf, sellerHost, targetHost } from './sandbox-login.ts';

const log: RequestLogEntry[] = [];
let now = Date.parse('2026-03-01T12:00:00Z');
let sandbox: RunningSandbox;
let hub: string;
let vendor: string;

beforeAll(async () => {
  sandbox = await startSandbox({ now: () => now, onRequest: (entry) => log.push(entry) });
  hub = originOf(sandbox, 'docker.io');
  vendor = originOf(sandbox, 'registry.camunda.cloud');
});
afterAll(() => sandbox.close());

/** What a 401's Bearer challenge says. */
function challenge(header: string | undefined): Record<string, string> {
  expect(header).toMatch(/^Bearer /);
  return Object.fromEntries([...(header ?? '').matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
}

async function hubToken(scope: string): Promise<{ authorization: string }> {
  const answer = await call('GET', `${hub}/token?service=registry.docker.io&scope=${encodeURIComponent(scope)}`);
  return { authorization: `Bearer ${JSON.parse(answer.text).token}` };
}

describe('docker.io', () => {
  test('names the token endpoint, and takes its token for the repository it is for', async () => {
    const refused = await call('GET', `${hub}/v2/camunda/zeebe/manifests/8.3.4`);
    expect(refused.status).toBe(401);
    expect(challenge(refused.headers['www-authenticate'])).toEqual({
      realm: `${hub}/token`,
      service: 'registry.docker.io',
      scope: 'repository:camunda/zeebe:pull',
    });
    const headers = await hubToken('repository:camunda/zeebe:pull');
    const manifest = await call('GET', `${hub}/v2/camunda/zeebe/manifests/8.3.4`, { headers });
    expect(manifest.status).toBe(200);
    expect(manifest.headers['content-type']).toBe('application/vnd.oci.image.index.v1+json');
    expect(manifest.headers['docker-content-digest']).toBe(digestOf(manifest.body));
    const other = await call('GET', `${hub}/v2/camunda/operate/manifests/8.3.4`, { headers });
    expect([other.status, challenge(other.headers['www-authenticate']).error]).toEqual([401, 'insufficient_scope']);
    const unknownTag = await call('GET', `${hub}/v2/camunda/zeebe/manifests/9.9.9`, { headers });
    expect([unknownTag.status, firstError(unknownTag).code]).toEqual([404, 'MANIFEST_UNKNOWN']);
  });

  test('one token for several repositories', async () => {
    for (const scope of ['repository:camunda/zeebe:pull repository:library/nginx:pull,push']) {
      const headers = await hubToken(scope);
      for (const path of ['camunda/zeebe/manifests/8.3.3', 'library/nginx/manifests/1.25.3']) {
        expect((await call('HEAD', `${hub}/v2/${path}`, { headers })).status).toBe(200);
      }
    }
  });

  test('a token ends after five minutes', async () => {
    const headers = await hubToken('repository:camunda/zeebe:pull');
    now += 299_000;
    expect((await call('HEAD', `${hub}/v2/camunda/zeebe/manifests/8.3.4`, { headers })).status).toBe(200);
    now += 2_000;
    const ended = await call('GET', `${hub}/v2/camunda/zeebe/manifests/8.3.4`, { headers });
    expect([ended.status, challenge(ended.headers['www-authenticate']).error]).toEqual([401, 'invalid_token']);
  });

  test('a repository that is not there is granted to nobody; pushing to nobody either', async () => {
    const headers = await hubToken('repository:camunda/nothing:pull');
    expect((await call('GET', `${hub}/v2/camunda/nothing/manifests/1`, { headers })).status).toBe(401);
    const own = await hubToken('repository:camunda/zeebe:pull,push');
    expect((await call('POST', `${hub}/v2/camunda/zeebe/blobs/uploads/`, { headers: own, body: '' })).status).toBe(401);
  });
});

describe('registry.camunda.cloud', () => {
  test('wants the login of the hosts map, and hands out blobs itself', async () => {
    const { username, password } = sandbox.hostsMap.hosts['registry.camunda.cloud'] ?? {};
    const headers = { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
    const refused = await call('GET', `${vendor}/v2/camunda/optimize/manifests/8.3.4`);
    expect([refused.status, refused.headers['www-authenticate']]).toEqual([
      401,
      'Basic realm="Sandbox vendor registry"',
    ]);
    const index = await call('GET', `${vendor}/v2/camunda/optimize/manifests/8.3.4`, { headers });
    const child = JSON.parse(index.text).manifests[0].digest;
    const image = await call('GET', `${vendor}/v2/camunda/optimize/manifests/${child}`, { headers });
    const { digest, size } = JSON.parse(image.text).config;
    const config = await call('GET', `${vendor}/v2/camunda/optimize/blobs/${digest}`, { headers });
    expect([config.status, config.body.length, digestOf(config.body)]).toEqual([200, size, digest]);
    const push = await call('POST', `${vendor}/v2/camunda/optimize/blobs/uploads/`, { headers, body: '' });
    expect([push.status, firstError(push).code]).toEqual([403, 'DENIED']);
    const missing = await call('GET', `${vendor}/v2/camunda/nothing/manifests/1`, { headers });
    expect([missing.status, firstError(missing).code]).toEqual([404, 'NAME_UNKNOWN']);
  });
});

describe('blobs of ECR', () => {
  async function redirected() {
    const headers = await ecrLogin(sandbox);
    const repository = `${originOf(sandbox, targetHost)}/v2/camunda/camunda8/optimize`;
    const manifest = JSON.parse((await call('GET', `${repository}/manifests/8.3.4`, { headers })).text);
    const { digest, size } = manifest.layers[1];
    const answer = await call('GET', `${repository}/blobs/${digest}`, { headers });
    return { headers, digest, size, answer, location: answer.headers.location ?? '' };
  }

  test('are elsewhere: 307 to a signed URL at another origin', async () => {
    const { headers, digest, size, answer, location } = await redirected();
    expect(answer.status).toBe(307);
    expect(new URL(location).origin).not.toBe(originOf(sandbox, targetHost));
    const blob = await call('GET', location);
    expect([blob.status, blob.body.length, digestOf(blob.body)]).toEqual([200, size, digest]);
    const twice = await call('GET', location, { headers });
    expect(twice.status).toBe(400);
    expect(twice.text).toContain('<Code>InvalidArgument</Code>');
  });

  test('come in ranges', async () => {
    const { size, location } = await redirected();
    const whole = (await call('GET', location)).body;
    for (const [range, start, end] of [
      ['bytes=0-9', 0, 9],
      [`bytes=${size - 5}-`, size - 5, size - 1],
      ['bytes=-3', size - 3, size - 1],
      [`bytes=10-${size * 2}`, 10, size - 1],
    ] as const) {
      const part = await call('GET', location, { headers: { range } });
      expect([part.status, part.headers['content-range']]).toEqual([206, `bytes ${start}-${end}/${size}`]);
      expect(part.body.equals(whole.subarray(start, end + 1))).toBe(true);
    }
    const beyond = await call('GET', location, { headers: { range: `bytes=${size}-` } });
    expect([beyond.status, beyond.headers['content-range']]).toEqual([416, `bytes */${size}`]);
  });

  test('the URL is for GET, for this blob, and for an hour', async () => {
    const { location } = await redirected();
    expect((await call('HEAD', location)).status).toBe(403);
    const other = new URL(location);
    other.pathname = `/layer-storage/${digestOf('other')}`;
    expect((await call('GET', other.href)).status).toBe(403);
    now += 3_601_000;
    const late = await call('GET', location);
    expect(late.status).toBe(403);
    expect(late.text).toContain('Request has expired');
  });

  test('the request log shows neither tokens nor signatures', async () => {
    await redirected().then(({ location }) => call('GET', location));
    const text = JSON.stringify(log);
    expect(text).toContain('X-Amz-Signature=[redacted]');
    expect(text).not.toMatch(/X-Amz-Signature=[0-9a-f]/);
    expect(log).toContainEqual({
      registry: 'aws',
      method: 'POST',
      path: '/',
      status: 200,
      operation: 'GetAuthorizationToken',
    });
    expect(log.some((entry) => entry.registry === targetHost && entry.status === 307)).toBe(true);
  });
});

test('a client that names types gets 404 for a manifest of another type', async () => {
  const headers = await hubToken('repository:camunda/tasklist:pull');
  const get = (accept: string) =>
    call('GET', `${hub}/v2/camunda/tasklist/manifests/8.3.4`, { headers: { ...headers, accept } });
  const list = 'application/vnd.docker.distribution.manifest.list.v2+json';
  expect((await get('application/vnd.oci.image.index.v1+json')).status).toBe(404);
  expect((await get(`application/vnd.oci.image.index.v1+json, ${list};q=0.5`)).headers['content-type']).toBe(list);
  expect((await get('*/*')).status).toBe(200);
});

test('lists come in pages with a Link', async () => {
  const headers = await ecrLogin(sandbox);
  const seller = originOf(sandbox, sellerHost);
  const first = await call('GET', `${seller}/v2/_catalog?n=1`, { headers });
  expect(JSON.parse(first.text)).toEqual({ repositories: ['3rdparty/camunda/operate'] });
  const next = /^<(.+)>; rel="next"$/.exec(`${first.headers.link}`)?.[1];
  const second = await call('GET', `${seller}${next}`, { headers });
  expect(JSON.parse(second.text)).toEqual({ repositories: ['3rdparty/camunda/zeebe'] });
  expect(second.headers.link).toBeUndefined();
  const token = await hubToken('repository:camunda/zeebe:pull');
  const tags = await call('GET', `${hub}/v2/camunda/zeebe/tags/list?n=1`, { headers: token });
  expect(JSON.parse(tags.text)).toEqual({ name: 'camunda/zeebe', tags: ['8.3.3'] });
  expect(tags.headers.link).toBe('</v2/camunda/zeebe/tags/list?last=8.3.3&n=1>; rel="next"');
  const rest = await call('GET', `${hub}/v2/camunda/zeebe/tags/list?last=8.3.3&n=1`, { headers: token });
  expect(JSON.parse(rest.text).tags).toEqual(['8.3.4']);
  expect((await call('GET', `${hub}/v2/camunda/zeebe/tags/list?n=0`, { headers: token })).status).toBe(400);
});

test('the seller’s own tags may move', async () => {
  const headers = await ecrLogin(sandbox);
  const repository = `${originOf(sandbox, sellerHost)}/v2/3rdparty/camunda/zeebe`;
  const manifest = await call('GET', `${repository}/manifests/8.3.3`, { headers });
  const type = { 'content-type': `${manifest.headers['content-type']}` };
  const put = () =>
    call('PUT', `${repository}/manifests/latest`, { headers: { ...headers, ...type }, body: manifest.body });
  expect((await put()).status).toBe(201);
  expect((await put()).status).toBe(201);
});
