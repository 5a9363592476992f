import { type FaultPlace, faultWorld } from './fault-world.ts';
import { faults } from './faults.ts';

/**
 * Every fault at every request of a clean run, once and for good.
 * @throws when the clean run is none
 */
export async function allFaultPlaces(): Promise<FaultPlace[]> {
  const world = await faultWorld();
  const { report } = await world.mirror();
  await world.close();
  if (!('ok' in report) || !report.ok) throw new Error('the run without a fault failed');
  return Object.keys(faults).flatMap((fault) =>
    [...world.http.sent].flatMap(([key, times]) => [
      ...Array.from({ length: times }, (_, at) => ({ fault, key, occurrence: at + 1, isLasting: false })),
      { fault, key, occurrence: 1, isLasting: true },
    ]),
  );
}

/** Runs a task for each, so many at a time. */
export async function inLanes<T, R>(items: readonly T[], lanes: number, task: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const lane = async () => {
    for (const [at, item] of queue) results[at] = await task(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}
