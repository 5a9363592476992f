import http from 'node:http';
import type https from 'node:https';
import type { NetworkError } from '#registry';
import { asNetworkError } from '../network-failure.ts';
import type { NetworkSettings } from './network-settings.ts';
import { proxyTrouble } from './open-tunnel.ts';
import { proxyRefusal } from './proxy-refusal.ts';
import { ProxyRules } from './proxy-rules.ts';
import type { ProxyServer } from './proxy-server.ts';
import { TrustedAuthorities } from './trusted-authorities.ts';
import { TunnelAgent } from './tunnel-agent.ts';

const maxSocketsPerHost = 128;

export interface NodeNetworkOptions {
  readonly environment: NodeJS.ProcessEnv;
  /** The editor's. */
  readonly settings?: NetworkSettings | undefined;
  /** The authorities (PEM) to trust besides the usual ones for a host (`name[:port]`), or undefined. @throws ReleaseError */
  authority(host: string): string | undefined | Promise<string | undefined>;
}

/** One way to a URL. */
export interface Route {
  /** For node's `request`, besides method and headers. */
  readonly options: {
    readonly protocol: 'http:' | 'https:';
    readonly hostname: string;
    /** Empty: the protocol's own. */
    readonly port: string;
    /** What is asked for: of a proxy, a whole URL. */
    readonly path: string;
    readonly agent: http.Agent;
  };
  /** That a proxy needs. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether a proxy is given the request itself, because it is plain; with TLS the agent has a tunnel. */
  readonly isPassedOn: boolean;
  /** What is wrong when the answer is the proxy's own; undefined when nothing shows. */
  refusal(status: number): NetworkError | undefined;
  /** What a connection broke by, in the port's words. */
  explain(error: unknown): NetworkError;
}

/** The way from this machine to others: agents with pools, through the proxies and with the certificate authorities that are set. */
export class NodeNetwork {
  readonly #options: NodeNetworkOptions;
  readonly #rules: ProxyRules;
  readonly #authorities: TrustedAuthorities;
  readonly #plain = new http.Agent({ keepAlive: true, maxSockets: maxSocketsPerHost });
  /** One for each authority: a pooled connection must not serve a host that trusts another one. */
  readonly #secure = new Map<string, Promise<https.Agent>>();

  constructor(options: NodeNetworkOptions) {
    this.#options = options;
    this.#rules = new ProxyRules(options.environment, options.settings);
    this.#authorities = new TrustedAuthorities(options.environment, options.settings);
  }

  /** @throws ReleaseError `proxy-invalid`, `file-not-readable` */
  async route(url: URL): Promise<Route> {
    const proxy = this.#rules.for(url);
    if (url.protocol === 'http:' && proxy) return this.#passedOn(url, proxy);
    return {
      options: {
        protocol: url.protocol === 'http:' ? 'http:' : 'https:',
        hostname: unbracketed(url.hostname),
        port: url.port,
        path: url.pathname + url.search,
        agent: url.protocol === 'http:' ? this.#plain : await this.secureAgent(url.host),
      },
      headers: {},
      isPassedOn: false,
      refusal: () => undefined,
      explain: (error) => asNetworkError(error, url.host),
    };
  }

  /** For TLS to a host (`name[:port]`). @throws ReleaseError `file-not-readable` */
  async secureAgent(host: string): Promise<https.Agent> {
    const authority = await this.#options.authority(host);
    const key = authority ?? '';
    const held = this.#secure.get(key) ?? this.#makeAgent(authority);
    this.#secure.set(key, held);
    return held;
  }

  /** For plain HTTP. */
  get plainAgent(): http.Agent {
    return this.#plain;
  }

  /** Ends idle connections, so that a process can exit. */
  close(): void {
    this.#plain.destroy();
    for (const made of this.#secure.values()) {
      made.then(
        (agent) => agent.destroy(),
        () => undefined,
      );
    }
  }

  /** The absolute form (RFC 9112 §3.2.2): proxies commonly keep CONNECT for TLS. */
  async #passedOn(url: URL, proxy: ProxyServer): Promise<Route> {
    const { protocol, hostname, port, authorization } = proxy;
    return {
      options: {
        protocol,
        hostname,
        port: String(port),
        path: url.href,
        agent: protocol === 'http:' ? this.#plain : await this.secureAgent(proxy.name),
      },
      headers: {
        host: url.host,
        ...(authorization === undefined ? {} : { 'proxy-authorization': authorization }),
      },
      isPassedOn: true,
      refusal: (status) => (status === 407 ? proxyRefusal(proxy, url.host, status) : undefined),
      explain: (error) => proxyTrouble(proxy, error),
    };
  }

  async #makeAgent(authority: string | undefined): Promise<https.Agent> {
    const secureContext = await this.#authorities.context(authority);
    return new TunnelAgent({
      keepAlive: true,
      maxSockets: maxSocketsPerHost,
      rules: this.#rules,
      isProxyStrict: this.#options.settings?.proxyStrictSsl !== false,
      ...(secureContext ? { secureContext } : {}),
    });
  }
}

/** Node connects to an IPv6 address without its brackets. */
function unbracketed(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}
