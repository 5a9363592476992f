/**
 * Does a task for each item, so many at a time; results come in the items' order. Unlike a queue it keeps nothing for those that wait:
 * there may be thousands.
 * @throws the first failure; nothing more is begun then
 */
export async function inLanes<T, R>(items: readonly T[], lanes: number, task: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length);
  const rest = items.entries();
  let hasFailed = false;
  const lane = async () => {
    for (const [at, item] of rest) {
      if (hasFailed) return;
      try {
        results[at] = await task(item);
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane));
  return results;
}
