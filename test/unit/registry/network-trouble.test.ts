import { describe, expect, it } from 'vitest';
import {
  type Http,
  type HttpRequest,
  isLoopbackHost,
  NetworkError,
  type RegistryAccess,
  RegistrySession,
  type TlsFault,
} from '#registry';
import { testClock } from '../../support/test-clock.ts';

const login = { kind: 'password', username: 'user', password: 'planted-password' } as const;

function session(
  origin: string,
  answer: (request: HttpRequest) => NetworkError | number | Record<string, string>,
  more: Partial<RegistryAccess> = {},
) {
  const sent: HttpRequest[] = [];
  const http: Http = {
    send: async (request) => {
      sent.push(request);
      const answered = answer(request);
      if (answered instanceof NetworkError) throw answered;
      const headers = typeof answered === 'number' ? {} : answered;
      const status = typeof answered === 'number' ? answered : 401;
      return { status, headers, body: (async function* () {})(), discard: () => undefined };
    },
  };
  const access = { registry: new URL(origin).host, origin, credentials: 'test', login: async () => login, ...more };
  const asked = new RegistrySession(access, http, testClock());
  const ask = () => asked.request({ method: 'GET', path: '/v2/', scope: [], expect: [200], what: 'GET /v2/' });
  return { ask, sent };
}

describe('a connection that breaks', () => {
  it.each<[TlsFault | undefined, RegExp, RegExp]>([
    ['authority', /certificate of r\.example was not accepted/, /registries\."r\.example"\.ca/],
    [undefined, /certificate of r\.example was not accepted/, /registries\."r\.example"\.ca/],
    ['date', /certificate of r\.example was not accepted/, /clock/],
    ['name', /certificate of r\.example was not accepted/, /Check the name/],
    ['plain', /r\.example does not speak TLS/, /registries\."r\.example"\.plainHttp: true/],
  ])('by TLS for %s says what to do, at once', async (tlsFault, message, hint) => {
    const error = NetworkError.at({ host: 'r.example', tlsFault }, 'tls', 'r.example: (X)');
    const { ask, sent } = session('https://r.example', () => error);
    await expect(ask()).rejects.toMatchObject({
      code: 'tls-failed',
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    });
    expect(sent).toHaveLength(1);
  });

  it('names the token server or the storage whose certificate it is', async () => {
    const error = NetworkError.at({ host: 'auth.example:8443', tlsFault: 'authority' }, 'tls', 'x');
    const { ask } = session('https://r.example', ({ url }) =>
      url.startsWith('https://auth') ? error : { 'www-authenticate': 'Bearer realm="https://auth.example:8443/token"' },
    );
    await expect(ask()).rejects.toMatchObject({
      code: 'tls-failed',
      hint: expect.stringContaining('registries."auth.example:8443".ca'),
    });
  });

  it('at a proxy that refuses is not tried again, and keeps the hint', async () => {
    const error = NetworkError.at(
      { host: 'p.example:3128', hint: 'Put it there.' },
      'proxy',
      'the proxy p.example:3128 wants a login (407)',
    );
    const { ask, sent } = session('https://r.example', () => error);
    await expect(ask()).rejects.toMatchObject({ code: 'proxy-refused', hint: 'Put it there.' });
    expect(sent).toHaveLength(1);
  });

  it('at a proxy that is not there is tried again, and keeps the hint', async () => {
    const error = NetworkError.at(
      { hint: 'Check HTTPS_PROXY.' },
      'refused',
      'the proxy p.example:3128: it refused the connection',
    );
    const { ask, sent } = session('https://r.example', () => error);
    await expect(ask()).rejects.toMatchObject({ code: 'unreachable', hint: 'Check HTTPS_PROXY.' });
    expect(sent.length).toBeGreaterThan(1);
  });
});

describe('a password', () => {
  const wants =
    (realm: string) =>
    ({ url }: HttpRequest) =>
      url.includes('/token') ? 200 : { 'www-authenticate': `Bearer realm="${realm}"` };
  const told = async (origin: string, realm: string, more: Partial<RegistryAccess> = {}) => {
    const { ask, sent } = session(origin, wants(realm), more);
    const error = await ask().catch((thrown) => thrown);
    const isTold = sent.some(({ url, headers }) => url.includes('/token') && headers?.authorization !== undefined);
    return isTold || `${error.message} ${error.hint}`;
  };

  it('is told to a token server without TLS only by word, or on this machine', async () => {
    const auth = 'http://auth.example/token';
    expect(await told('https://r.example', 'https://auth.example/token')).toBe(true);
    expect(await told('http://127.0.0.1:5000', 'http://127.0.0.1:5001/token')).toBe(true);
    expect(await told('http://r.example', 'http://r.example:81/token')).toBe(true);
    expect(await told('http://127.0.0.1:5000', auth)).toMatch(
      /auth\.example without TLS.*registries\."auth\.example"\.plainHttp/,
    );
    expect(await told('http://r.example', auth)).toMatch(/without TLS/);
    expect(await told('http://r.example', auth, { plainHosts: ['r.example'] })).toMatch(/without TLS/);
    expect(await told('http://r.example', auth, { plainHosts: ['auth.example'] })).toBe(true);
    expect(await told('https://r.example', auth, { plainHosts: ['auth.example'] })).toMatch(/from TLS to plain/);
  });
});

describe('this machine', () => {
  it.each([
    'localhost',
    'a.localhost',
    '127.0.0.1',
    '127.9.9.9',
    '[::1]',
    '::1',
    '0.0.0.0',
    '[::]',
    '[::ffff:7f00:1]',
    '::ffff:127.0.0.1',
  ])('is %s', (name) => {
    expect(isLoopbackHost(name)).toBe(true);
  });

  it.each(['localhost.example', '128.0.0.1', '127.0.0.1.example', '[::2]', '[::ffff:8000:1]', '[fd00::1]'])(
    'is not %s',
    (name) => {
      expect(isLoopbackHost(name)).toBe(false);
    },
  );
});
