import { isLoopbackHost } from '#registry';
import type { NetworkSettings } from './network-settings.ts';
import { NoProxy } from './no-proxy.ts';
import { type ProxyServer, parseProxy } from './proxy-server.ts';

interface Named {
  readonly text: string;
  readonly by: string;
}

/**
 * Which proxy a URL is asked through: the editor's setting, else HTTPS_PROXY or HTTP_PROXY by the URL's scheme, else ALL_PROXY; in lower
 * case before upper case, as curl has it. This machine is always asked directly, as Go's programs and browsers do: to a proxy its
 * names mean another one.
 */
export class ProxyRules {
  readonly #named: Readonly<Record<'http:' | 'https:', Named | undefined>>;
  readonly #direct: NoProxy;
  readonly #settings: NetworkSettings;
  readonly #parsed = new Map<Named, ProxyServer>();

  constructor(environment: NodeJS.ProcessEnv, settings: NetworkSettings = {}) {
    const setting = settings.proxy ? { text: settings.proxy, by: 'the setting http.proxy' } : undefined;
    const all = variable(environment, 'ALL_PROXY');
    // A web server hands a request's header "Proxy" to its programs as HTTP_PROXY (CVE-2016-5385).
    const isCgi = environment.REQUEST_METHOD !== undefined;
    this.#named = {
      'https:': setting ?? variable(environment, 'HTTPS_PROXY') ?? all,
      'http:': setting ?? variable(environment, 'HTTP_PROXY', isCgi) ?? all,
    };
    const exempt = settings.noProxy?.length ? settings.noProxy : [variable(environment, 'NO_PROXY')?.text ?? ''];
    this.#direct = new NoProxy(exempt);
    this.#settings = settings;
  }

  /**
   * @returns undefined when the URL is asked directly
   * @throws ReleaseError `proxy-invalid`
   */
  for(url: URL): ProxyServer | undefined {
    const named = url.protocol === 'https:' || url.protocol === 'http:' ? this.#named[url.protocol] : undefined;
    if (!named || this.#settings.useProxy === false) return undefined;
    if (isLoopbackHost(url.hostname) || this.#direct.has(url)) return undefined;
    const proxy = this.#parse(named);
    // What goes to the proxy itself goes there directly.
    const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
    return url.hostname.replace(/^\[|\]$/g, '') === proxy.hostname && port === proxy.port ? undefined : proxy;
  }

  #parse(named: Named): ProxyServer {
    const held = this.#parsed.get(named);
    if (held) return held;
    const read = parseProxy(named.text, named.by);
    const { proxyAuthorization: authorization } = this.#settings;
    const proxy = authorization ? { ...read, authorization } : read;
    this.#parsed.set(named, proxy);
    return proxy;
  }
}

/** A variable in lower or upper case; an empty one says nothing. */
function variable(environment: NodeJS.ProcessEnv, name: string, onlyLower = false): Named | undefined {
  for (const by of onlyLower ? [name.toLowerCase()] : [name.toLowerCase(), name]) {
    const text = environment[by];
    if (text) return { text, by };
  }
  return undefined;
}
