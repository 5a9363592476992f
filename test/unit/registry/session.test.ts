import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { NodeHttp } from '#platform';
import { type Login, type RegistryAccess, RegistrySession } from '#registry';
import { openBlob, startUpload } from '../../../src/registry/content/blobs.ts';
import { getManifest, headManifest } from '../../../src/registry/manifests/manifests.ts';
import { type Handler, scriptedServer } from '../../support/scripted-server.ts';
import { testClock } from '../../support/test-clock.ts';

const digest = `sha256:${'1'.repeat(64)}`;
const cleanups: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function registry(handler: Handler, options: Partial<RegistryAccess> & { logins?: (Login | undefined)[] } = {}) {
  const server = await scriptedServer(handler);
  const http = new NodeHttp({ userAgent: 'test', certificateAuthority: () => undefined });
  cleanups.push(() => http.close(), server.close);
  const clock = testClock();
  const asked: boolean[] = [];
  const sent: string[] = [];
  const { logins = [], ...access } = options;
  const session = new RegistrySession(
    {
      registry: 'r.example',
      origin: server.origin,
      credentials: 'test',
      login: async (renew) => {
        asked.push(renew);
        return logins[Math.min(asked.length, logins.length) - 1];
      },
      ...access,
    },
    http,
    clock,
    { credentialsSent: (host) => sent.push(host) },
  );
  return { server, session, clock, asked, sent };
}

const password = (word: string): Login => ({ kind: 'password', username: 'user', password: word });
const basic = (word: string) => `Basic ${Buffer.from(`user:${word}`).toString('base64')}`;
const found = (response: Parameters<Handler>[1]) =>
  void response.writeHead(200, { 'docker-content-digest': digest }).end();

describe('logging in', () => {
  it('goes on without credentials where none are asked for', async () => {
    const { server, session, asked } = await registry((_, response) => found(response));
    expect(await headManifest(session, 'a/b', '1')).toBe(digest);
    expect(asked).toEqual([]);
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
  });

  it('answers Basic, and sends it at once from then on', async () => {
    const { server, session } = await registry(
      (request, response) => {
        if (request.headers.authorization === basic('good')) return found(response);
        response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
      },
      { logins: [password('good')] },
    );
    await headManifest(session, 'a/b', '1');
    await headManifest(session, 'a/b', '2');
    expect(server.requests).toHaveLength(3);
  });

  it('fetches one bearer token a scope, also for many requests at once', async () => {
    const { server, session } = await registry((request, response) => {
      const url = new URL(request.url, 'http://x');
      if (url.pathname === '/token') {
        response.end(JSON.stringify({ token: `t-${url.searchParams.get('scope')}`, expires_in: 300 }));
      } else if (request.headers.authorization === 'Bearer t-repository:a/b:pull') found(response);
      else
        response
          .writeHead(401, { 'www-authenticate': `Bearer realm="http://${request.headers.host}/token",service="s"` })
          .end();
    });
    await headManifest(session, 'a/b', '0');
    await Promise.all(Array.from({ length: 20 }, (_, tag) => headManifest(session, 'a/b', `${tag}`)));
    expect(server.requests.filter(({ url }) => url.startsWith('/token'))).toHaveLength(1);
  });

  it('gets a new token when the old one ends, and when the registry refuses it early', async () => {
    let issued = 0;
    let good = 'Bearer t1';
    const { session, clock } = await registry((request, response) => {
      if (request.url.startsWith('/token'))
        return void response.end(JSON.stringify({ access_token: `t${++issued}`, expires_in: 300 }));
      if (request.headers.authorization === good) return found(response);
      response.writeHead(401, { 'www-authenticate': `Bearer realm="http://${request.headers.host}/token"` }).end();
    });
    await headManifest(session, 'a/b', '1');
    clock.advance(280_000);
    good = 'Bearer t2';
    await headManifest(session, 'a/b', '1');
    good = 'Bearer t3';
    await headManifest(session, 'a/b', '1');
    expect(issued).toBe(3);
  });

  it('exchanges an identity token by the OAuth2 form', async () => {
    const { server, session } = await registry(
      (request, response) => {
        if (request.url === '/token')
          return void response.end(JSON.stringify({ access_token: 'fresh', expires_in: 300 }));
        if (request.headers.authorization === 'Bearer fresh') return found(response);
        response
          .writeHead(401, { 'www-authenticate': `Bearer realm="http://${request.headers.host}/token",service="s"` })
          .end();
      },
      { logins: [{ kind: 'identity-token', token: 'identity' }] },
    );
    expect(await headManifest(session, 'a/b', '1')).toBe(digest);
    const form = new URLSearchParams(server.requests.find(({ url }) => url === '/token')?.body.toString());
    expect(Object.fromEntries(form)).toMatchObject({
      grant_type: 'refresh_token',
      refresh_token: 'identity',
      service: 's',
      scope: 'repository:a/b:pull',
    });
  });

  it('says a wrong password as such, with where it came from, and does not ask for ever', async () => {
    const { server, session, asked } = await registry(
      (_, response) => void response.writeHead(401, { 'www-authenticate': 'Basic' }).end(),
      {
        logins: [password('wrong')],
        credentials: 'docker config',
      },
    );
    for (let image = 0; image < 10; image++) {
      await expect(headManifest(session, 'a/b', `${image}`)).rejects.toMatchObject({
        code: 'login-refused',
        hint: expect.stringContaining('docker config'),
      });
    }
    expect(asked.length).toBeLessThanOrEqual(4);
    expect(server.requests.length).toBeLessThan(16);
  });

  it('sends a wrong password to the token server once, however many repositories ask', async () => {
    const { server, session } = await registry(
      (request, response) => {
        if (request.url.startsWith('/token')) return void response.writeHead(401).end();
        response.writeHead(401, { 'www-authenticate': `Bearer realm="http://${request.headers.host}/token"` }).end();
      },
      { logins: [password('wrong')] },
    );
    const asked = Array.from({ length: 40 }, (_, at) =>
      headManifest(session, `r${at}`, '1').catch((error) => error.code),
    );
    expect(new Set(await Promise.all(asked))).toEqual(new Set(['login-refused']));
    await expect(headManifest(session, 'later', '1')).rejects.toMatchObject({ code: 'login-refused' });
    expect(server.requests.filter(({ url }) => url.startsWith('/token'))).toHaveLength(1);
  });

  it('keeps the tokens of other repositories when one is forbidden', async () => {
    const { server, session } = await registry((request, response) => {
      const { searchParams, pathname } = new URL(request.url, 'http://x');
      if (pathname === '/token')
        return void response.end(JSON.stringify({ token: searchParams.get('scope'), expires_in: 300 }));
      if (request.url.includes('/forbidden/') || !request.headers.authorization) {
        const challenge = `Bearer realm="http://${request.headers.host}/token",error="insufficient_scope"`;
        return void response.writeHead(401, { 'www-authenticate': challenge }).end();
      }
      found(response);
    });
    await headManifest(session, 'good', '1');
    await expect(headManifest(session, 'forbidden/x', '1')).rejects.toMatchObject({ code: 'login-required' });
    await headManifest(session, 'good', '2');
    const scopes = server.requests.filter(({ url }) => url.startsWith('/token')).map(({ url }) => url.split('%3A')[1]);
    expect(scopes).toEqual(['good', 'forbidden%2Fx', 'forbidden%2Fx']);
  });

  it("does not end a shared login with one request's cancel", async () => {
    let give: (login: Login) => void = () => undefined;
    const slow = new Promise<Login>((resolve) => {
      give = resolve;
    });
    const { session } = await registry((_, response) => found(response), { alwaysBasic: true, login: () => slow });
    const cancel = new AbortController();
    const dropped = headManifest(session, 'a/b', '1', cancel.signal);
    const kept = headManifest(session, 'a/b', '2');
    const reason = new Error('cancelled');
    cancel.abort(reason);
    await expect(dropped).rejects.toBe(reason);
    give(password('good'));
    expect(await kept).toBe(digest);
  });

  it('says the want of credentials as such', async () => {
    const { session } = await registry(
      (_, response) => void response.writeHead(401, { 'www-authenticate': 'Basic' }).end(),
    );
    await expect(headManifest(session, 'a/b', '1')).rejects.toMatchObject({ code: 'login-required' });
  });

  it('renews an ECR token that the registry calls expired with 403, but not for a want of rights', async () => {
    let good = basic('old');
    const { session, asked } = await registry(
      (request, response) => {
        if (request.url.includes('secret')) {
          return void response
            .writeHead(403)
            .end(
              JSON.stringify({ errors: [{ code: 'DENIED', message: 'not authorized to perform: ecr:BatchGetImage' }] }),
            );
        }
        if (request.headers.authorization === good) return found(response);
        response.writeHead(403).end(
          JSON.stringify({
            errors: [
              { code: 'DENIED', message: 'Your authorization token has expired. Reauthenticate and try again.' },
            ],
          }),
        );
      },
      { alwaysBasic: true, logins: [password('old'), password('new')] },
    );
    await headManifest(session, 'a/b', '1');
    good = basic('new');
    await headManifest(session, 'a/b', '1');
    expect(asked).toEqual([false, true]);
    await expect(getManifest(session, 'secret/x', '1')).rejects.toMatchObject({
      code: 'access-denied',
      theirCode: 'DENIED',
    });
    expect(asked).toEqual([false, true]);
  });

  it('renews a login before it ends', async () => {
    const { session, asked, clock } = await registry((_, response) => found(response), {
      alwaysBasic: true,
      logins: [{ kind: 'password', username: 'u', password: 'p', expiresAt: Date.parse('2026-01-01T12:00:00Z') }],
    });
    await headManifest(session, 'a/b', '1');
    clock.advance(12 * 3_600_000 - 10_000);
    await headManifest(session, 'a/b', '1');
    expect(asked).toEqual([false, true]);
  });

  it('keeps a login that was renewed in time out of messages like the first one', async () => {
    const expiresAt = Date.parse('2026-01-01T12:00:00Z');
    const { session, clock } = await registry(
      (request, response) => {
        const [, sent = ''] = request.headers.authorization?.split(' ') ?? [];
        const said = Buffer.from(sent, 'base64').toString();
        response.writeHead(403).end(JSON.stringify({ errors: [{ code: 'DENIED', message: `not with ${said}` }] }));
      },
      {
        alwaysBasic: true,
        logins: [{ kind: 'password', username: 'u', password: 'first', expiresAt }, password('renewed')],
      },
    );
    clock.advance(12 * 3_600_000 - 10_000);
    const error = await getManifest(session, 'a/b', '1').catch((thrown) => thrown);
    expect(error.message).toContain('not with user:[redacted]');
  });

  it.each([
    [{ token: 't', expires_in: '300' }, 1],
    [{ token: null, access_token: 't', expires_in: 300 }, 1],
    [{ token: 't', expires_in: null }, 2],
    [{ token: '', access_token: 't', expires_in: 'soon' }, 2],
  ])('takes a token from %o, whose life is the usual minute when it cannot be read', async (answer, tokens) => {
    const { server, session, clock } = await registry((request, response) => {
      if (request.url.startsWith('/token')) return void response.end(JSON.stringify(answer));
      if (request.headers.authorization === 'Bearer t') return found(response);
      response.writeHead(401, { 'www-authenticate': `Bearer realm="http://${request.headers.host}/token"` }).end();
    });
    await headManifest(session, 'a/b', '1');
    clock.advance(120_000);
    await headManifest(session, 'a/b', '1');
    expect(server.requests.filter(({ url }) => url.startsWith('/token'))).toHaveLength(tokens);
  });

  it.each(['http://127.0.0.1:9/token', 'ftp://x/token', 'http://evil.example/token'])(
    'sends nothing to the token server %s of a TLS registry',
    async (realm) => {
      const answers = [{ status: 401, headers: { 'www-authenticate': `Bearer realm="${realm}"` } }];
      const urls: string[] = [];
      const session = new RegistrySession(
        {
          registry: 'r.example',
          origin: 'https://r.example',
          credentials: 'test',
          login: async () => password('good'),
        },
        {
          send: async ({ url }) => {
            urls.push(url);
            const { status, headers } = answers[0] ?? { status: 500, headers: {} };
            return { status, headers, body: (async function* () {})(), discard: () => undefined };
          },
        },
        testClock(),
      );
      await expect(headManifest(session, 'a/b', '1')).rejects.toMatchObject({ code: 'registry-error' });
      expect(urls).toEqual(['https://r.example/v2/a/b/manifests/1']);
    },
  );
});

describe('redirects', () => {
  it('drops the credentials when the origin changes', async () => {
    const storage = await scriptedServer((_, response) => void response.end('bytes'));
    cleanups.push(storage.close);
    const { session } = await registry(
      (request, response) => {
        if (request.headers.authorization !== basic('good'))
          return void response.writeHead(401, { 'www-authenticate': 'Basic' }).end();
        response.writeHead(307, { location: `${storage.origin}/signed?X-Amz-Signature=secret` }).end();
      },
      { logins: [password('good')] },
    );
    const response = await openBlob(session, 'a/b', digest);
    response.discard();
    expect(storage.requests[0]?.headers.authorization).toBeUndefined();
  });

  it('continues a relative redirect from the hop that sent it, and names the storage that refuses', async () => {
    const storage = await scriptedServer((request, response) => {
      if (request.url === '/one') return void response.writeHead(302, { location: '/two' }).end();
      response.writeHead(401).end();
    });
    cleanups.push(storage.close);
    const { session } = await registry(
      (_, response) => void response.writeHead(307, { location: `${storage.origin}/one` }).end(),
    );
    const refused = openBlob(session, 'a/b', digest);
    await expect(refused).rejects.toMatchObject({
      code: 'login-refused',
      message: expect.stringContaining(storage.host),
    });
    expect(storage.requests.map(({ url }) => url)).toEqual(['/one', '/two']);
  });

  it.each(['http://127.0.0.1:9/x', 'http://storage.example/x'])(
    'does not leave TLS for %s, in a redirect or an upload',
    async (location) => {
      const urls: string[] = [];
      const session = new RegistrySession(
        { registry: 'r.example', origin: 'https://r.example', credentials: 'test', login: async () => undefined },
        {
          send: async ({ url, method }) => {
            urls.push(url);
            const status = method === 'GET' ? 307 : 202;
            return { status, headers: { location }, body: (async function* () {})(), discard: () => undefined };
          },
        },
        testClock(),
      );
      await expect(openBlob(session, 'a/b', digest)).rejects.toMatchObject({ code: 'registry-error' });
      await expect(startUpload(session, 'a/b')).rejects.toMatchObject({ code: 'registry-error' });
      expect(urls.every((url) => url.startsWith('https://r.example/'))).toBe(true);
    },
  );

  it('gives up on circles', async () => {
    const { server, session } = await registry(
      (request, response) => void response.writeHead(307, { location: request.url }).end(),
    );
    await expect(openBlob(session, 'a/b', digest)).rejects.toMatchObject({ code: 'registry-error' });
    expect(server.requests.length).toBe(6);
  });
});

describe('trouble', () => {
  it('waits at least as long as Retry-After says, then goes on', async () => {
    let calls = 0;
    const { session, clock } = await registry((_, response) => {
      if (++calls < 3) return void response.writeHead(429, { 'retry-after': '3' }).end();
      found(response);
    });
    expect(await headManifest(session, 'a/b', '1')).toBe(digest);
    expect(clock.waits).toHaveLength(2);
    for (const wait of clock.waits) expect(wait).toBeGreaterThanOrEqual(3000);
  });

  it('reports a registry that asks for too much patience', async () => {
    const { session, clock } = await registry(
      (_, response) => void response.writeHead(429, { 'retry-after': '21600' }).end(),
    );
    await expect(headManifest(session, 'a/b', '1')).rejects.toMatchObject({ code: 'rate-limited' });
    expect(clock.waits).toEqual([]);
  });

  it.each(['0', 'Thu, 01 Jan 1970 00:00:00 GMT', '-1', '1.5'])(
    'does not knock without a pause after Retry-After: %s',
    async (after) => {
      const { session, clock } = await registry(
        (_, response) => void response.writeHead(503, { 'retry-after': after }).end(),
      );
      await expect(headManifest(session, 'a/b', '1')).rejects.toMatchObject({ code: 'registry-error' });
      for (const wait of clock.waits) expect(wait).toBeGreaterThan(0);
    },
  );

  it('backs off on 5xx, ends with the last answer, and tries nothing twice on 405', async () => {
    const { server, session, clock } = await registry((_, response) => void response.writeHead(503).end());
    await expect(headManifest(session, 'a/b', '1')).rejects.toMatchObject({ code: 'registry-error' });
    expect(server.requests).toHaveLength(6);
    expect(clock.waits).toEqual([250, 500, 1000, 2000, 4000]);
    const refusing = await registry((_, response) => void response.writeHead(405).end());
    await expect(headManifest(refusing.session, 'a/b', '1')).rejects.toMatchObject({ code: 'registry-error' });
    expect(refusing.server.requests).toHaveLength(1);
  });

  it('takes a HEAD that is refused without a word for a passing one: that is how AWS throttles', async () => {
    let calls = 0;
    const { session } = await registry((_, response) =>
      ++calls < 4 ? void response.writeHead(400).end() : found(response),
    );
    expect(await headManifest(session, 'a/b', '1')).toBe(digest);
  });

  it('tries once more what came spoiled, and no oftener', async () => {
    const bytes = '{"schemaVersion":2}';
    const named = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    let spoiled = 1;
    const { server, session } = await registry((_, response) => {
      response.writeHead(200, { 'docker-content-digest': named }).end(spoiled-- > 0 ? bytes.replace('2', '3') : bytes);
    });
    expect((await getManifest(session, 'a/b', named)).digest).toBe(named);
    // By tag the header is all that tells.
    spoiled = 1;
    expect((await getManifest(session, 'a/b', '1')).digest).toBe(named);
    spoiled = 9;
    await expect(getManifest(session, 'a/b', '1')).rejects.toMatchObject({ code: 'digest-mismatch' });
    expect(server.requests).toHaveLength(6);
  });

  it('asks the registry for another address when the signature of a redirect has ended', async () => {
    const storage = await scriptedServer((request, response) =>
      request.url === '/2' ? void response.end('bytes') : void response.writeHead(403).end('Request has expired'),
    );
    cleanups.push(storage.close);
    let given = 0;
    const { session } = await registry(
      (_, response) => void response.writeHead(307, { location: `${storage.origin}/${++given}` }).end(),
    );
    const response = await session.retrying(() => openBlob(session, 'a/b', digest));
    expect(response.status).toBe(200);
    response.discard();
  });

  it('takes a new bearer token once more when the first one is refused', async () => {
    let issued = 0;
    const { session } = await registry((request, response) => {
      if (request.url.startsWith('/token'))
        return void response.end(JSON.stringify({ token: `t${++issued}`, expires_in: 300 }));
      if (request.headers.authorization === 'Bearer t2') return found(response);
      response.writeHead(401, { 'www-authenticate': `Bearer realm="http://${request.headers.host}/token"` }).end();
    });
    expect(await headManifest(session, 'a/b', '1')).toBe(digest);
    expect(issued).toBe(2);
  });

  it('survives a token server that is out of order for a moment', async () => {
    let asked = 0;
    const { session } = await registry((request, response) => {
      if (request.url.startsWith('/token')) {
        if (++asked < 4) return void response.writeHead(502).end('<html>');
        return void response.end(JSON.stringify({ token: 't', expires_in: 300 }));
      }
      if (request.headers.authorization) return found(response);
      response.writeHead(401, { 'www-authenticate': `Bearer realm="http://${request.headers.host}/token"` }).end();
    });
    expect(await headManifest(session, 'a/b', '1')).toBe(digest);
    expect(asked).toBe(4);
  });

  it('survives a broken connection', async () => {
    let calls = 0;
    const { session } = await registry((_, response, socket) =>
      ++calls < 3 ? void socket.destroy() : found(response),
    );
    expect(await headManifest(session, 'a/b', '1')).toBe(digest);
  });

  it('refuses content that is not what the digest names', async () => {
    const { session } = await registry((_, response) => void response.end('{}'));
    await expect(getManifest(session, 'a/b', digest)).rejects.toMatchObject({ code: 'digest-mismatch' });
  });

  it('does not read an endless manifest', async () => {
    const { session } = await registry((_, response) => {
      const flood = () => {
        while (response.write(Buffer.alloc(65_536)));
      };
      response.on('drain', flood);
      flood();
    });
    await expect(getManifest(session, 'a/b', '1')).rejects.toMatchObject({ code: 'manifest-malformed' });
  });

  it.each(['pa ss/w+rd"é&SECRET', 'https://x'])(
    'does not repeat the password %s that a server repeats',
    async (word) => {
      const echo = (said: string) => JSON.stringify({ errors: [{ code: 'DENIED', message: `no: ${said}` }] });
      const forms = [
        word,
        `http://u:${encodeURIComponent(word)}@h/`,
        JSON.stringify(word),
        basic(word),
        'token-0815',
      ].join(' ');
      const viaBasic = await registry((_, response) => void response.writeHead(403).end(echo(forms)), {
        alwaysBasic: true,
        logins: [password(word)],
      });
      const viaBearer = await registry(
        (request, response) => {
          if (request.url.includes('/denied/')) return void response.writeHead(401).end(echo(forms));
          if (request.url.startsWith('/token')) {
            if (request.url.includes('refused')) return void response.writeHead(401).end(echo(forms));
            return void response.end(JSON.stringify({ token: 'token-0815', expires_in: 300 }));
          }
          if (request.headers.authorization) return void response.writeHead(403).end(echo(forms));
          response.writeHead(401, { 'www-authenticate': `Bearer realm="http://${request.headers.host}/token"` }).end();
        },
        { logins: [password(word)] },
      );
      for (const [session, repository, tokens] of [
        [viaBasic.session, 'a/b', []],
        [viaBearer.session, 'a/b', ['token-0815']],
        [viaBearer.session, 'refused/b', []],
      ] as const) {
        const error = await getManifest(session, repository, '1').catch((thrown) => thrown);
        expect(error.message).toContain('no: ');
        for (const secret of [word, encodeURIComponent(word), ...tokens]) expect(error.message).not.toContain(secret);
      }
    },
  );

  it("keeps the registry's own code and words, and no secrets", async () => {
    const body = JSON.stringify({
      errors: [{ code: 'NAME_UNKNOWN', message: 'see https://u:hunter2@x/?X-Amz-Signature=abc' }],
    });
    const { session } = await registry((_, response) => void response.writeHead(404).end(body));
    const error = await getManifest(session, 'a/b', '1').catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'repository-missing', theirCode: 'NAME_UNKNOWN' });
    expect(error.message).not.toMatch(/hunter2|abc/);
  });
});
