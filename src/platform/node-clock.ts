import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '#registry';

/** The machine's own time. */
export const nodeClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  async sleep(ms, signal) {
    try {
      await delay(ms, undefined, signal ? { signal } : {});
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  },
};
