/** An answer is a few kilobytes. */
const usualMs = 30_000;

/**
 * Makes a call that has an end: also where the answer drips, or what is asked for credentials says nothing.
 * @throws what the call throws; the signal's reason; an error named `TimeoutError`, as the SDK's own are
 */
export async function answeredInTime<T>(
  call: (signal: AbortSignal) => Promise<T>,
  limitMs = usualMs,
  signal?: AbortSignal,
): Promise<T> {
  signal?.throwIfAborted();
  const ended = new AbortController();
  const stop = () => ended.abort(signal?.reason);
  const timer = setTimeout(() => ended.abort(late(limitMs)), limitMs);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([call(ended.signal), endOf(ended.signal)]);
  } catch (error) {
    // The SDK has a reason of its own for what was aborted.
    if (ended.signal.aborted) throw ended.signal.reason;
    throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}

function endOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function late(limitMs: number): Error {
  const message = `AWS did not answer within ${limitMs / 1000} seconds`;
  return Object.assign(new Error(message), { name: 'TimeoutError' });
}
