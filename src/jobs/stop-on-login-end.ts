import { ReleaseError } from '#problem';
import type { RegistryAccess } from '#registry';
import type { Gateways, ServerAccess } from './gateways.ts';
import { isLoginEnd } from './login-ended.ts';
import type { PlanTarget } from './plan-target.ts';

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
 * A login that was never there stops it when the target wants it; images from a source that wants one fail, the others don't.
 */
export function stopOnLoginEnd(
  gateways: Gateways,
  { registry: target }: Pick<PlanTarget, 'registry'>,
  signal: AbortSignal | undefined,
): LoginStop {
  const controller = new AbortController();
  const watch = async <T>(registry: string, asked: () => Promise<T>): Promise<T> => {
    try {
      return await asked();
    } catch (error) {
      if (!isLoginEnd(error)) throw error;
      if (registry !== target && error.code === 'aws-login-missing') throw ofSource(error);
      controller.abort(error);
      throw error;
    }
  };
  const watched = (access: RegistryAccess): RegistryAccess => ({
    ...access,
    login: (renew) => watch(access.registry, () => access.login(renew)),
  });
  const watchedServer = (url: string, { token, ...access }: ServerAccess): ServerAccess => ({
    ...access,
    ...(token ? { token: { ...token, read: (renew) => watch(new URL(url).host, () => token.read(renew)) } } : {}),
  });
  const { registries, servers } = gateways;
  return {
    gateways: {
      ...gateways,
      registries: {
        isSandbox: registries.isSandbox,
        access: (name) => watch(name, async () => watched(await registries.access(name))),
      },
      servers: { access: async (url, token) => watchedServer(url, await servers.access(url, token)) },
    },
    signal: signal ? AbortSignal.any([signal, controller.signal]) : controller.signal,
    ended: () => {
      const { reason } = controller.signal;
      return isLoginEnd(reason) ? reason : undefined;
    },
  };
}

/** The same words, as the failure of the images that come from there. */
function ofSource(error: ReleaseError): ReleaseError {
  const { code, message, hint, theirCode } = error;
  return new ReleaseError(code, message, {
    cause: error,
    ...(hint === undefined ? {} : { hint }),
    ...(theirCode === undefined ? {} : { theirCode }),
  });
}
