import type { Reference } from '#reference';
import { headManifest, ReferrerLists, type RegistryAccess, RegistrySession, type SessionObserver } from '#registry';
import type { Emit } from './event.ts';
import type { Gateways } from './gateways.ts';

/** The conversations of one job with all its registries. */
export class Sessions {
  /** Hosts that credentials were sent to, by registry. */
  readonly credentialsSent = new Map<string, Set<string>>();
  readonly referrers = new ReferrerLists();
  /** For what is done beside the conversations, and takes its time. */
  readonly emit: Emit;
  readonly #gateways: Gateways;
  readonly #open = new Map<string, Promise<RegistrySession>>();

  constructor(gateways: Gateways, emit: Emit) {
    this.#gateways = gateways;
    this.emit = emit;
  }

  /** @throws what the registry's access throws */
  async at(registry: string): Promise<RegistrySession> {
    const held = this.#open.get(registry);
    if (held) return held;
    const opened = this.#gateways.registries.access(registry).then((access) => this.#session(access));
    this.#open.set(registry, opened);
    return opened;
  }

  /** The digest that a tag holds now, or undefined. @throws what the request throws */
  async holds({ registry, repository, tag = 'latest' }: Reference, signal?: AbortSignal): Promise<string | undefined> {
    const session = await this.at(registry);
    return headManifest(session, repository, tag, signal);
  }

  /** All that were opened, by name. */
  async all(): Promise<RegistrySession[]> {
    const settled = await Promise.allSettled(this.#open.values());
    const open = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    return open.sort((a, b) => (a.registry < b.registry ? -1 : 1));
  }

  /** Tells the job of a conversation's waits. @param sent is told of each host that credentials were sent to */
  observer(sent: (host: string) => void): SessionObserver {
    return { waiting: (wait) => this.emit({ type: 'waiting', ...wait }), credentialsSent: sent };
  }

  #session(access: RegistryAccess): RegistrySession {
    const observer = this.observer((host) => {
      const hosts = this.credentialsSent.get(access.registry) ?? new Set();
      this.credentialsSent.set(access.registry, hosts.add(host));
    });
    return new RegistrySession(access, this.#gateways.http, this.#gateways.clock, observer);
  }
}
