import type { Registries } from '#jobs';
import type { Clock, Login, RegistryAccess } from '#registry';

/** A kept login is not given any more when it ends within this time. */
const renewBeforeMs = 60_000;

/**
 * The same registries, whose logins that say how long they are good (ECR's tokens) are asked for once, not once for every question and
 * job of a process. They are kept in memory only.
 */
export function keepLogins(registries: Registries, clock: Pick<Clock, 'now'>): Registries {
  const kept = new Map<string, Promise<Login | undefined>>();
  const keep = (access: RegistryAccess): RegistryAccess => ({
    ...access,
    login: async (renew) => {
      const held = kept.get(access.registry);
      const login = renew ? undefined : await held?.catch(() => undefined);
      if (isGood(login, clock.now())) return login;
      // Somebody else may have asked anew meanwhile.
      const current = kept.get(access.registry);
      if (current && current !== held) return current;
      const asked = access.login(renew);
      kept.set(access.registry, asked);
      return asked;
    },
  });
  return {
    isSandbox: registries.isSandbox,
    access: async (registry) => keep(await registries.access(registry)),
  };
}

function isGood(login: Login | undefined, now: number): boolean {
  return login?.kind === 'password' && login.expiresAt !== undefined && login.expiresAt - renewBeforeMs > now;
}
