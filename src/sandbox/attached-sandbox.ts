import type { RunningSandbox } from './running-sandbox.ts';
import type { Owner } from './store/owner-file.ts';

/** The handle on a sandbox that somebody else runs. */
export function attachedSandbox(owner: Owner): RunningSandbox {
  const refuse = (): never => {
    throw new Error(`The sandbox belongs to process ${owner.pid}: only that process can control it`);
  };
  return {
    attached: true,
    hostsMap: owner.hostsMap,
    control: {
      upstream: { setTag: async () => refuse() },
      target: { setTag: async () => refuse(), addRepository: async () => refuse() },
      expireTokens: refuse,
    },
    close: async () => undefined,
  };
}
