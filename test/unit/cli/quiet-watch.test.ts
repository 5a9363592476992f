import { describe, expect, it } from 'vitest';
import { QuietWatch } from '../../../src/cli/quiet-watch.ts';

/** A watch on a clock on which waiting takes no time, and things happen at their time. */
function watch(happens: Readonly<Record<number, (requests: QuietWatch) => void>> = {}) {
  let now = 0;
  const requests = new QuietWatch(
    () => now,
    async (ms) => {
      now += ms;
      happens[now]?.(requests);
    },
  );
  return { requests, ended: async () => requests.quiet().then(() => now) };
}

describe('a sandbox whose starter is gone', () => {
  it('ends after five seconds without a request', async () => {
    expect(await watch().ended()).toBe(5000);
  });

  it('waits as long as requests come, or are under way', async () => {
    const busy = watch({
      1000: (requests) => requests.began(),
      9000: (requests) => requests.ended(),
      12000: (requests) => requests.began(),
      12250: (requests) => requests.ended(),
    });
    expect(await busy.ended()).toBe(17_250);
  });

  it('knows of a request that was under way before', async () => {
    const { requests, ended } = watch({ 20000: (one) => one.ended() });
    requests.began();
    expect(await ended()).toBe(25_000);
  });

  it('ends in any case after ten minutes', async () => {
    const { requests, ended } = watch();
    requests.began();
    expect(await ended()).toBe(600_000);
  });
});
