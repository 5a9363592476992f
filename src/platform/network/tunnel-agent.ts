import type { ClientRequestArgs } from 'node:http';
import https from 'node:https';
import { isIPv6 } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Opening, openTunnel } from './open-tunnel.ts';
import type { ProxyRules } from './proxy-rules.ts';

type Created = (error: Error | null, socket: Duplex) => void;

export interface TunnelAgentOptions extends https.AgentOptions {
  readonly rules: ProxyRules;
  readonly isProxyStrict: boolean;
}

/**
 * Node's own agent for TLS, whose connections go through a proxy's tunnel where the rules say so. Pooling, keep-alive and TLS sessions
 * are Node's: a connection in the pool belongs to one host and port, whichever way it was made.
 */
export class TunnelAgent extends https.Agent {
  readonly #rules: ProxyRules;
  readonly #isProxyStrict: boolean;
  readonly #opening = new Set<Opening>();

  constructor({ rules, isProxyStrict, ...options }: TunnelAgentOptions) {
    super(options);
    this.#rules = rules;
    this.#isProxyStrict = isProxyStrict;
  }

  override createConnection(options: ClientRequestArgs, callback?: Created): Duplex | null | undefined {
    const { host, port } = options;
    const name = isIPv6(host ?? '') ? `[${host}]` : host;
    const target = `${name}:${port ?? 443}`;
    const proxy = this.#rules.for(new URL(`https://${target}`));
    if (!proxy) return super.createConnection(options, callback);
    const opening = openTunnel(proxy, target, this.#isProxyStrict);
    this.#opening.add(opening);
    opening.socket
      .finally(() => this.#opening.delete(opening))
      .then((socket) => {
        const inside = { ...options, socket };
        const secured = super.createConnection(inside);
        if (secured) callback?.(null, secured);
      })
      // Node's callback takes an error alone, whatever its type says.
      .catch((error) => callback?.(error, undefined as unknown as Duplex));
    return undefined;
  }

  override destroy(): void {
    super.destroy();
    for (const opening of this.#opening) opening.cancel();
  }
}
