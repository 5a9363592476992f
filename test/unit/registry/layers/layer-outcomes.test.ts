import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { LayerOutcomes } from '#registry';
import { blobRegistry } from '../../../support/blob-registry.ts';
import { tarArchive } from '../../../support/tar-archive.ts';

/** Outcomes of which each weighs so much; each has 1,024 bytes besides. */
function outcomesOf(weight: number, mostBytes: number) {
  const registry = blobRegistry();
  const reading = { wants: () => 0, take: () => undefined, result: () => weight };
  const outcomes = new LayerOutcomes<number>(
    () => reading,
    (found) => found,
    mostBytes,
  );
  const layers = ['a', 'b', 'c'].map((name) => registry.put(gzipSync(tarArchive({ name }))));
  const ask = async (...which: readonly number[]) => {
    for (const at of which) {
      const layer = layers[at];
      if (layer) await outcomes.of({ session: registry.session, repository: 'a/b', layer });
    }
    return layers.map(({ digest }) => registry.requests.get(digest) ?? 0);
  };
  return { ask };
}

it('outcomes are kept while they weigh little enough, and the oldest go first', async () => {
  const { ask } = outcomesOf(9_000 - 1024, 18_000);
  expect(await ask(0, 1, 0, 1)).toEqual([1, 1, 0]);
  expect(await ask(2)).toEqual([1, 1, 1]);
  expect(await ask(1, 2)).toEqual([1, 1, 1]);
  expect(await ask(0)).toEqual([2, 1, 1]);
  expect(await ask(2, 0)).toEqual([2, 1, 1]);
  expect(await ask(1)).toEqual([2, 2, 1]);
});

it('outcomes weigh something even when nothing was found', async () => {
  const { ask } = outcomesOf(0, 2048);
  expect(await ask(0, 1, 2, 1, 2)).toEqual([1, 1, 1]);
  expect(await ask(0)).toEqual([2, 1, 1]);
});
