import { ReleaseError } from '#problem';

/** Somebody has pressed Ctrl-C and waits. */
const patienceMs = 5000;

/** A signal that fires some time after another one, for calls that are better brought to their end than given up. */
export function patienceAfter(signal: AbortSignal | undefined): { readonly signal: AbortSignal; end(): void } {
  const last = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const begin = () => {
    const message = `AWS did not answer within ${patienceMs / 1000} seconds of the cancel`;
    timer = setTimeout(() => last.abort(new ReleaseError('cancelled', message)), patienceMs);
  };
  if (signal?.aborted) begin();
  else signal?.addEventListener('abort', begin, { once: true });
  return {
    signal: last.signal,
    end: () => {
      signal?.removeEventListener('abort', begin);
      clearTimeout(timer);
    },
  };
}
