import type { HeldSandbox } from '#composition';
import { ReleaseError } from '#problem';
import type { Surroundings } from '../operation.ts';

/** @throws ReleaseError `sandbox-guard`: in the real world no sandbox is ever touched */
export function requireSandbox({ sandbox }: Surroundings): HeldSandbox {
  if (sandbox) return sandbox;
  throw new ReleaseError('sandbox-guard', 'A worker with real credentials does not touch the sandbox');
}
