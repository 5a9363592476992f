import type { Clock } from '#registry';

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/**
 * A clock of simulated time, for many who wait at once: it jumps to the next moment that anyone waits for, as soon as nothing else is
 * ready to run. Unlike on the simple test clock, two waits of a second at the same time take one second.
 * @param seed for the jitter
 */
export function virtualClock(start = Date.parse('2026-01-01T00:00:00Z'), seed = 1): Clock {
  let now = start;
  let state = seed;
  let sleepers: Sleeper[] = [];
  let isTicking = false;
  const tick = () => {
    now = Math.max(now, Math.min(...sleepers.map(({ at }) => at)));
    const due = sleepers.filter(({ at }) => at <= now);
    sleepers = sleepers.filter(({ at }) => at > now);
    for (const { wake } of due) wake();
    isTicking = sleepers.length > 0;
    if (isTicking) setImmediate(tick);
  };
  return {
    now: () => now,
    // Park and Miller's generator: the same jitter in every run.
    random: () => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    },
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const wake = () => (signal?.aborted ? reject(signal.reason) : resolve());
        sleepers.push({ at: now + ms, wake });
        if (!isTicking) setImmediate(tick);
        isTicking = true;
      }),
  };
}
