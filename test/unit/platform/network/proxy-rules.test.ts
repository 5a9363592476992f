import { describe, expect, it } from 'vitest';
import { type NetworkSettings, ProxyRules } from '#platform';

function proxyFor(url: string, environment: NodeJS.ProcessEnv, settings?: NetworkSettings): string | undefined {
  return new ProxyRules(environment, settings).for(new URL(url))?.name;
}

describe('which proxy a URL is asked through', () => {
  it.each<[string, NodeJS.ProcessEnv, string | undefined]>([
    ['https://a.example/', {}, undefined],
    ['https://a.example/', { HTTPS_PROXY: 'http://p.example:3128' }, 'p.example:3128'],
    ['https://a.example/', { HTTPS_PROXY: 'p.example:3128' }, 'p.example:3128'],
    ['https://a.example/', { HTTPS_PROXY: 'http://p.example' }, 'p.example:80'],
    ['https://a.example/', { HTTPS_PROXY: 'https://p.example' }, 'p.example:443'],
    ['https://a.example/', { HTTPS_PROXY: 'http://[fd00::1]:3128' }, '[fd00::1]:3128'],
    ['https://a.example/', { HTTP_PROXY: 'http://p.example:1' }, undefined],
    ['http://a.example/', { HTTP_PROXY: 'http://p.example:1', HTTPS_PROXY: 'http://q.example:2' }, 'p.example:1'],
    ['https://a.example/', { https_proxy: 'http://p.example:1', HTTPS_PROXY: 'http://q.example:2' }, 'p.example:1'],
    ['https://a.example/', { https_proxy: '', HTTPS_PROXY: 'http://q.example:2' }, 'q.example:2'],
    ['https://a.example/', { ALL_PROXY: 'http://p.example:1' }, 'p.example:1'],
    ['https://a.example/', { ALL_PROXY: 'http://p.example:1', HTTPS_PROXY: 'http://q.example:2' }, 'q.example:2'],
    // A request's header "Proxy" in a CGI program
    ['http://a.example/', { REQUEST_METHOD: 'GET', HTTP_PROXY: 'http://p.example:1' }, undefined],
    ['http://a.example/', { REQUEST_METHOD: 'GET', http_proxy: 'http://p.example:1' }, 'p.example:1'],
    // This machine
    ['http://localhost:5000/', { ALL_PROXY: 'http://p.example:1' }, undefined],
    ['https://127.0.0.1:5000/', { ALL_PROXY: 'http://p.example:1' }, undefined],
    ['https://[::1]:5000/', { ALL_PROXY: 'http://p.example:1' }, undefined],
    ['https://sub.localhost/', { ALL_PROXY: 'http://p.example:1' }, undefined],
    // The proxy itself
    ['https://p.example/', { ALL_PROXY: 'https://p.example' }, undefined],
  ])('%s with %o: %s', (url, environment, proxy) => {
    expect(proxyFor(url, environment)).toBe(proxy);
  });

  it.each<[string, string, boolean]>([
    ['https://a.example/', 'a.example', true],
    ['https://b.a.example/', 'a.example', true],
    ['https://ba.example/', 'a.example', false],
    ['https://b.a.example/', '.a.example', true],
    ['https://a.example/', '.a.example', true],
    ['https://b.a.example/', '*.a.example', true],
    ['https://A.Example/', 'a.EXAMPLE', true],
    ['https://a.example/', '*', true],
    ['https://a.example:5000/', 'a.example:5000', true],
    ['https://a.example/', 'a.example:5000', false],
    ['https://a.example/', 'a.example:443', true],
    ['http://a.example/', 'a.example:80', true],
    ['https://a.example/', 'x.example, y.example a.example', true],
    ['https://10.1.2.3/', '10.1.2.3', true],
    ['https://10.1.2.3/', '10.0.0.0/8', true],
    ['https://11.1.2.3/', '10.0.0.0/8', false],
    ['https://10.1.2.3:81/', '10.0.0.0/8:81', true],
    ['https://10.1.2.3/', '10.0.0.0/99', false],
    ['https://10.1.2.3/', '10.0.0.0/', false],
    ['https://a.example/', '10.0.0.0/8', false],
    ['https://[fd00::1]/', 'fd00::1', true],
    ['https://[fd00::1]/', '[fd00::1]', true],
    ['https://[fd00::1]:5000/', '[fd00::1]:5000', true],
    ['https://[fd00::1]/', '[fd00::1]:5000', false],
    ['https://[fd00::1]/', '[FD00:0::1]', true],
    ['https://[fd00::1]/', 'fd00::/8', true],
    ['https://[fd00::1]/', '10.0.0.0/8', false],
    ['https://a.example/', ',, .', false],
  ])('%s with NO_PROXY=%s: direct %s', (url, list, isDirect) => {
    const proxy = 'http://p.example:1';
    expect(proxyFor(url, { ALL_PROXY: proxy, NO_PROXY: list }) === undefined).toBe(isDirect);
    expect(proxyFor(url, { ALL_PROXY: proxy }, { noProxy: [list] }) === undefined).toBe(isDirect);
  });

  it("takes the editor's settings before the environment's", () => {
    const environment = { HTTPS_PROXY: 'http://p.example:1', NO_PROXY: 'a.example' };
    expect(proxyFor('https://b.example/', environment, { proxy: 'http://q.example:2' })).toBe('q.example:2');
    expect(proxyFor('https://b.example/', environment, { proxy: '' })).toBe('p.example:1');
    expect(proxyFor('https://a.example/', environment, { noProxy: ['b.example'] })).toBe('p.example:1');
    expect(proxyFor('https://a.example/', environment, { noProxy: [] })).toBeUndefined();
    expect(proxyFor('https://b.example/', environment, { useProxy: false })).toBeUndefined();
  });
});

describe("a proxy's login", () => {
  const authorization = (proxy: string, settings?: NetworkSettings) =>
    new ProxyRules({ HTTPS_PROXY: proxy }, settings).for(new URL('https://a.example/'))?.authorization;
  const basic = (login: string) => `Basic ${Buffer.from(login).toString('base64')}`;

  it('is decoded from the URL', () => {
    expect(authorization('http://p.example:1')).toBeUndefined();
    expect(authorization('http://user:p%40ss%2Fw%3Ard@p.example:1')).toBe(basic('user:p@ss/w:rd'));
    expect(authorization('user:pass@p.example:1')).toBe(basic('user:pass'));
    expect(authorization('http://user:100%@p.example:1')).toBe(basic('user:100%'));
  });

  it('is what the editor says, when it says one', () => {
    expect(authorization('http://user:pass@p.example:1', { proxyAuthorization: 'Negotiate abc' })).toBe(
      'Negotiate abc',
    );
  });

  it.each([
    'socks5://p.example:1',
    'http://',
    'http://user:pa/ss@p.example:1',
    'http://user:pa#ss@p.example:1',
    'http://p:99999',
  ])('of an address that cannot be used is not repeated: %s', (address) => {
    const rules = new ProxyRules({ HTTPS_PROXY: address });
    const thrown = expect.objectContaining({ code: 'proxy-invalid', message: expect.stringContaining('HTTPS_PROXY') });
    expect(() => rules.for(new URL('https://a.example/'))).toThrow(thrown);
    expect(() => rules.for(new URL('https://a.example/'))).not.toThrow(/pa/);
    expect(rules.for(new URL('http://localhost/'))).toBeUndefined();
  });
});
