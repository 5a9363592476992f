import type { Identity } from '../identity.ts';

/** Who calls, and the region that the call was signed for. */
export interface Caller {
  readonly identity: Identity;
  readonly region: string;
}
