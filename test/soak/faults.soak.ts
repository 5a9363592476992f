import { expect, it } from 'vitest';
import { allFaultPlaces, inLanes } from '../support/fault-places.ts';
import { trial } from '../support/fault-world.ts';

/** A run that is not over after so long has hung: simulated time is all that it may wait for. */
const hangMs = 120_000;

it('every fault at every request of a release, once and for good', async () => {
  const places = await allFaultPlaces();
  const broken = await inLanes(places, 6, async (place) => {
    const hung = new Promise<string[]>((resolve) => setTimeout(resolve, hangMs, ['does not end']).unref());
    return { place, broken: await Promise.race([trial(place), hung]) };
  });
  process.stdout.write(`${places.length} runs\n`);
  expect(broken.filter((one) => one.broken.length > 0)).toEqual([]);
});
