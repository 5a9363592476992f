import { askForNothing, versioned } from '#jobs';
import type { Operate } from '../operation.ts';

/** Asks a registry for nothing, as somebody who wants to sign in there. */
export const tryLogin: Operate<'tryLogin'> = ({ place, registry, username, password }, { places, signal, emit }) =>
  places.atRegistry(place, registry, async (gateways) => {
    const access = await gateways.registries.access(registry);
    const asThem = {
      ...access,
      credentials: 'what was typed',
      login: async () => ({ kind: 'password' as const, username, password }),
    };
    const { sentTo } = await askForNothing(asThem, gateways, versioned(emit), signal);
    return { state: sentTo.length > 0 ? ('accepted' as const) : ('unasked' as const) };
  });
