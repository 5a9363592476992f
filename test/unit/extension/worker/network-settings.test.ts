import { afterEach, describe, expect, it } from 'vitest';
import { networkSettings } from '../../../../src/extension/worker/network-settings.ts';
import { settings } from '../../../support/vscode.ts';

afterEach(() => settings.clear());

describe("VS Code's network settings", () => {
  it('are left to the environment where nothing is set', () => {
    settings.set('http.proxy', '').set('http.proxyAuthorization', null).set('http.noProxy', []);
    expect(networkSettings()).toEqual({
      noProxy: [],
      useProxy: true,
      proxyStrictSsl: true,
      systemCertificates: true,
    });
  });

  it('are handed on', () => {
    settings
      .set('http.proxy', 'http://user:pass@proxy.bank.example:3128')
      .set('http.proxyAuthorization', 'Negotiate abc')
      .set('http.noProxy', ['.bank.example'])
      .set('http.proxySupport', 'override')
      .set('http.proxyStrictSSL', false)
      .set('http.systemCertificates', false);
    expect(networkSettings()).toEqual({
      proxy: 'http://user:pass@proxy.bank.example:3128',
      proxyAuthorization: 'Negotiate abc',
      noProxy: ['.bank.example'],
      useProxy: true,
      proxyStrictSsl: false,
      systemCertificates: false,
    });
  });

  it('turn proxies off', () => {
    settings.set('http.proxySupport', 'off');
    expect(networkSettings().useProxy).toBe(false);
  });
});
