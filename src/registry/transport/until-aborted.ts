/** Who waits, by signal: one listener each however many wait, as a job's signal is waited with by each of its requests. */
const waiting = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Waits for something that others wait for too: the one who is cancelled stops waiting, the others don't.
 * @throws what it throws; the signal's reason
 */
export async function untilAborted<T>(shared: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return shared;
  // Whoever does not wait does not want to hear of its failure either.
  shared.catch(() => undefined);
  signal.throwIfAborted();
  const all = waitersOf(signal);
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
    all.add(abort);
  });
  try {
    return await Promise.race([shared, aborted]);
  } finally {
    all.delete(abort);
  }
}

function waitersOf(signal: AbortSignal): Set<() => void> {
  const held = waiting.get(signal);
  if (held) return held;
  const all = new Set<() => void>();
  waiting.set(signal, all);
  signal.addEventListener(
    'abort',
    () => {
      for (const abort of all) abort();
    },
    { once: true },
  );
  return all;
}
