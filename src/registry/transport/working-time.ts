import type { Clock } from '../access.ts';

/** Time as patience counts it, in ms since the epoch: what a person was waited for is nobody's fault. */
export function workingTime(clock: Clock): number {
  return clock.now() - (clock.pausedMs?.() ?? 0);
}
