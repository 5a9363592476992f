import { describe, expect, it } from 'vitest';
import { isOfOtherWindow } from '../../../../src/extension/jobs/ask/other-window.ts';

const signal = new AbortController().signal;

/** A machine on which the process of another window lives for some looks more. */
function machine(looks: number) {
  let left = looks;
  const pauses: number[] = [];
  return {
    pauses,
    pid: 1,
    lives: () => left > 0,
    pause: async (ms: number) => {
      pauses.push(ms);
      left--;
    },
  };
}

const now = Date.now();

describe('a mirror that is remembered', () => {
  it('is that of another window as long as its process lives', async () => {
    const stays = machine(Number.POSITIVE_INFINITY);
    expect(await isOfOtherWindow({ owner: 7, since: now }, signal, stays)).toBe(true);
    expect(stays.pauses).toEqual(Array.from({ length: 15 }, () => 1000));
  });

  it('is ours to tell when that has ended, or ends soon', async () => {
    expect(await isOfOtherWindow({ owner: 7, since: now }, signal, machine(0))).toBe(false);
    const reloaded = machine(3);
    expect(await isOfOtherWindow({ owner: 7, since: now }, signal, reloaded)).toBe(false);
    expect(reloaded.pauses).toHaveLength(3);
  });

  it('is ours when the number of its process means nothing any more', async () => {
    const stays = machine(Number.POSITIVE_INFINITY);
    expect(await isOfOtherWindow({ owner: 1, since: now }, signal, stays)).toBe(false);
    expect(await isOfOtherWindow({}, signal, stays)).toBe(false);
    expect(await isOfOtherWindow({ owner: 7, since: 1 }, signal, stays)).toBe(false);
    expect(stays.pauses).toEqual([]);
  });
});
