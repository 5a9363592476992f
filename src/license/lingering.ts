import type { CheckClock } from './check-clock.ts';

/** How long what was begun is waited for after a stop: whoever ends a pod waits for 30 seconds, somebody at a terminal not even that. */
const lingerMs = 5000;

/** The signal for calls that change something: it fires a while after the job's, so that their outcome is known. */
export interface Lingering {
  readonly signal: AbortSignal;
  /** Nothing more is called. */
  end(): void;
}

export function lingering(signal: AbortSignal | undefined, clock: CheckClock): Lingering {
  const last = new AbortController();
  const done = new AbortController();
  const stopped = () => {
    const over = () => last.abort(signal?.reason);
    // Whoever ends it has the outcome.
    clock.sleep(lingerMs, done.signal).then(over, () => undefined);
  };
  signal?.addEventListener('abort', stopped, { once: true });
  return {
    signal: last.signal,
    end: () => {
      signal?.removeEventListener('abort', stopped);
      done.abort();
    },
  };
}
