import type { Clock } from '#registry';

/** A clock on which waiting takes no time; what was waited is kept, in ms. */
export function testClock(
  start = Date.parse('2026-01-01T00:00:00Z'),
): Clock & { readonly waits: number[]; advance(ms: number): void } {
  let now = start;
  const waits: number[] = [];
  return {
    waits,
    advance: (ms) => {
      now += ms;
    },
    now: () => now,
    random: () => 0.5,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      waits.push(ms);
      now += ms;
    },
  };
}
