import type { ReleaseError } from '#problem';
import type { RegistryAccess } from '#registry';
import type { Gateways } from './gateways.ts';
import { isLoginEnd } from './login-ended.ts';

/** Gateways of a job that stops as a whole when a login ends. */
export interface LoginStop {
  readonly gateways: Gateways;
  /** Fires when the job is cancelled, or when a login has ended: then with that error as its reason. */
  readonly signal: AbortSignal;
  /** The end of the login, once it has stopped the job. */
  ended(): ReleaseError | undefined;
}

/**
 * The same gateways, which stop their job at the end of a login that nobody renews: what follows would fail by it too, image by image.
 */
export function stopOnLoginEnd(gateways: Gateways, signal: AbortSignal | undefined): LoginStop {
  const controller = new AbortController();
  const watch = (access: RegistryAccess): RegistryAccess => ({
    ...access,
    login: async (renew) => {
      try {
        return await access.login(renew);
      } catch (error) {
        if (isLoginEnd(error)) controller.abort(error);
        throw error;
      }
    },
  });
  const { registries } = gateways;
  return {
    gateways: {
      ...gateways,
      registries: { isSandbox: registries.isSandbox, access: async (name) => watch(await registries.access(name)) },
    },
    signal: signal ? AbortSignal.any([signal, controller.signal]) : controller.signal,
    ended: () => {
      const { reason } = controller.signal;
      return isLoginEnd(reason) ? reason : undefined;
    },
  };
}
