import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Enough that short-lived objects die young. */
const youngBytes = 4_194_304;
/** To fill the young generation with until it has grown; more is never needed. */
const mostPieces = 400;

/**
 * Has V8 spend some time on keeping memory small, instead of memory on saving time; to be called at the start of a process.
 *
 * - Between two full collections the heap grows by a quarter, not to its double or fourfold.
 * - Its young generation grows to some megabytes. Else it grows to tens (Node 24: 128) of mostly dead objects, and the buffers that they
 *   hold are freed as late. V8 takes its usual limit for it before any program runs; so it is filled until it has grown enough (some
 *   milliseconds), and then told to grow no more.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=25');
  const filling: object[][] = [];
  while (filling.length < mostPieces && youngSize() < youngBytes) {
    filling.push(Array.from({ length: 1000 }, () => ({ filled: true })));
  }
  setFlagsFromString('--semi-space-growth-factor=1');
}

function youngSize(): number {
  const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space');
  return young?.space_size ?? youngBytes;
}
