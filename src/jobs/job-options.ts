import type { Emit } from './event.ts';

/** What every job is given besides its input and gateways: whom to tell, and when to stop. */
export interface JobOptions {
  readonly emit: Emit;
  readonly signal?: AbortSignal;
}
