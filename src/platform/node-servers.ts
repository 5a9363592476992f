import type { ServerAccess, Servers } from '#jobs';
import { ReleaseError } from '#problem';
import { canonicalRegistry } from '#reference';
import { isLoopbackHost } from '#registry';
import type { HostsMap } from './hosts-map.ts';
import type { NodeRegistries } from './node-registries.ts';
import type { PasswordSource, TokenSource } from './registry-options.ts';
import { secretWords } from './secret-passwords.ts';

interface NodeServersOptions {
  readonly hosts: HostsMap;
  readonly registries: Pick<NodeRegistries, 'itself' | 'secrets' | 'isSandbox'>;
  readonly environment: NodeJS.ProcessEnv;
}

type Token = NonNullable<ServerAccess['token']>;

/**
 * Knows where servers of attestations are, and their tokens: a hosts map first, then what the settings name. In a sandbox's world only the
 * map's password of that very host counts: no real one is ever read, and no server that is not on this machine is asked.
 */
export class NodeServers implements Servers {
  readonly #options: NodeServersOptions;

  constructor(options: NodeServersOptions) {
    this.#options = options;
  }

  /** @throws ReleaseError `sandbox-guard` */
  async access(url: string, source?: TokenSource): Promise<ServerAccess> {
    const { hosts, registries } = this.#options;
    const { host, origin } = new URL(url);
    const { origin: mapped = origin, password } = hosts.hosts[canonicalRegistry(host)] ?? {};
    if (password !== undefined) return { origin: mapped, token: { from: 'hosts map', read: async () => password } };
    if (registries.isSandbox) return withoutToken(host, mapped);
    if (source === undefined) return { origin: mapped };
    return { origin: mapped, token: await this.#token(source) };
  }

  async #token(source: TokenSource): Promise<Token> {
    if ('registry' in source) return this.#ofRegistry(canonicalRegistry(source.registry));
    if ('secret' in source) {
      const { secrets } = this.#options.registries;
      return { from: secretWords(source), read: (renew) => secrets.password(source, renew) };
    }
    return { from: `variable ${source.env}`, read: async () => this.#fromEnvironment(source) };
  }

  #fromEnvironment({ env }: Extract<PasswordSource, { readonly env: string }>): string {
    const token = this.#options.environment[env];
    if (token) return token;
    throw new ReleaseError(
      'credentials-unreadable',
      `The variable ${env}, which holds the token for the attestations, is not set`,
      { hint: `Set ${env} in the environment, or correct attestations.token in marketplace.yaml.` },
    );
  }

  async #ofRegistry(registry: string): Promise<Token> {
    const { credentials, loginHint, login } = await this.#options.registries.itself(registry);
    const read = async (renew: boolean) => {
      const held = await login(renew);
      if (held?.kind === 'password') return held.password;
      const hint =
        loginHint ??
        `Run: docker login ${registry} (or give its username and password under registries in marketplace.yaml).`;
      if (held === undefined) {
        const words = `The token for the attestations is the password of ${registry}, and there is none`;
        throw new ReleaseError('login-required', words, { hint });
      }
      // It is for the registry's own token server, and is good for more than asking.
      const words = `The token for the attestations is the password of ${registry}, and ${credentials} has an identity token instead`;
      throw new ReleaseError('credentials-unreadable', words, { hint });
    };
    return { from: `password of ${registry}, ${credentials}`, read };
  }
}

/** Of a sandbox's world: what is asked there is on this machine, and what the settings name is no token for it. */
function withoutToken(host: string, origin: string): ServerAccess {
  if (isLoopbackHost(new URL(origin).hostname)) {
    const loginHint = `In a rehearsal only the tokens of the hosts map count: give it a password for ${host}.`;
    return { origin, loginHint };
  }
  throw new ReleaseError('sandbox-guard', `A sandbox is in play, and ${host} is not in it`, {
    hint: 'It was not asked. The sandbox knows the attestations that it prints at its start; leave it out to ask the real server.',
  });
}
