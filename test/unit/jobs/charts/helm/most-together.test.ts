import { expect, it } from 'vitest';
import { mostTogether } from '../../../../../src/jobs/charts/helm/most-together.ts';

/** Items that work together unless one of these sets of them is among them. */
async function together(items: readonly string[], bad: readonly string[], mostTrials = 100) {
  let trials = 0;
  const found = await mostTogether<string, string>(items, async (some) => {
    if (++trials > mostTrials) return undefined;
    const why = bad.find((set) => set.split('+').every((one) => some.includes(one)));
    return why === undefined ? { result: some.join(' ') } : { reason: `${why} is bad` };
  });
  return { ...found, trials };
}

it('tries all at once', async () => {
  expect(await together(['a', 'b', 'c'], [])).toEqual({
    items: ['a', 'b', 'c'],
    result: 'a b c',
    refused: [],
    trials: 1,
  });
});

it('tries nothing when there is nothing', async () => {
  expect(await together([], [])).toEqual({ items: [], result: undefined, refused: [], trials: 0 });
});

it('finds the one that does not work, with few trials', async () => {
  const items = Array.from({ length: 64 }, (_, index) => `${index}`);
  const { refused, result, trials } = await together(items, ['17']);
  expect(refused).toEqual([{ item: '17', reason: '17 is bad' }]);
  expect(result?.split(' ')).toHaveLength(63);
  expect(trials).toBeLessThanOrEqual(13);
});

it('leaves out the later of two that exclude each other', async () => {
  const { items, refused } = await together(['a', 'b', 'c', 'd'], ['b+d']);
  expect(items).toEqual(['a', 'b', 'c']);
  expect(refused).toEqual([{ item: 'd', reason: 'b+d is bad' }]);
});

it('has no result when nothing works', async () => {
  const { items, result, refused } = await together(['a', 'b'], ['a', 'b']);
  expect({ items, result, refused: refused.map(({ item }) => item) }).toEqual({
    items: [],
    result: undefined,
    refused: ['a', 'b'],
  });
});

it('tells what was not tried when the trials are used up', async () => {
  const { items, refused } = await together(['a', 'b', 'c', 'd'], ['a'], 3);
  expect(items).toEqual([]);
  expect(refused.map(({ item, reason }) => `${item}: ${reason}`)).toEqual([
    'a: a is bad',
    'b: it was not tried: too many others do not work',
    'c: it was not tried: too many others do not work',
    'd: it was not tried: too many others do not work',
  ]);
});
