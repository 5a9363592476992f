import type { SignedIn } from '#platform';
import { canonicalRegistry } from '#reference';
import type { RegistryLogin } from './protocol.ts';

/** What somebody has signed in with to registries, as the editor told last. Held in memory only. */
export class SignedInLogins {
  #logins: ReadonlyMap<string, RegistryLogin> = new Map();

  /** Takes what counts from now on. */
  replace(logins: readonly RegistryLogin[]): void {
    this.#logins = new Map(logins.map((login) => [canonicalRegistry(login.registry), login]));
  }

  readonly find: SignedIn = (registry) => {
    const found = this.#logins.get(registry);
    return found && { username: found.username, password: found.password };
  };
}
