import type { CheckClock } from './check-clock.ts';
import { failureOf, type LicenseFailure } from './license-failure.ts';

const firstDelayMs = 1000;
const mostDelayMs = 20_000;

/** What came of a call. */
type Attempt<T> = { readonly answer: T } | { readonly failure: LicenseFailure };

interface PatienceOptions {
  readonly clock: CheckClock;
  /** ms since the epoch */
  readonly until: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * How long AWS is asked again: when it is busy or cannot be reached, after a longer wait each time, until patience ends. Once more at once
 * where it finds the time of a request wrong: by its answer the SDK knows the right one.
 */
export class Patience {
  readonly #options: PatienceOptions;

  constructor(options: PatienceOptions) {
    this.#options = options;
  }

  /**
   * Whoever asks looks at the signal: once it has fired, nothing is asked again.
   * @param known secrets that are sent
   * @throws what is no error of AWS or the network
   */
  async ask<T>(call: () => Promise<T>, known: readonly string[] = []): Promise<Attempt<T> & Asked> {
    const { clock, until, signal } = this.#options;
    let mayBeDone = false;
    let isTimed = false;
    for (let attempts = 1; ; attempts += 1) {
      const asked = await this.#attempt(call, known);
      if ('answer' in asked) return { ...asked, attempts, mayBeDone: false };
      const { failure } = asked;
      mayBeDone ||= failure.mayBeDone;
      if (signal?.aborted) return { ...asked, attempts, mayBeDone };
      if (failure.kind === 'clock' && !isTimed) {
        isTimed = true;
        continue;
      }
      const delay = waitBefore(attempts, clock);
      const isPassing = failure.kind === 'throttled' || failure.kind === 'unreachable';
      if (!isPassing || clock.now() + delay > until) return { ...asked, attempts, mayBeDone };
      try {
        await clock.sleep(delay, signal);
      } catch (error) {
        if (!signal?.aborted) throw error;
        return { ...asked, attempts, mayBeDone };
      }
    }
  }

  async #attempt<T>(call: () => Promise<T>, known: readonly string[]): Promise<Attempt<T>> {
    try {
      return { answer: await call() };
    } catch (error) {
      const failure = failureOf(error, known);
      if (failure) return { failure };
      if (!this.#options.signal?.aborted) throw error;
      return { failure: { kind: 'unreachable', words: 'the check was stopped', mayBeDone: true } };
    }
  }
}

interface Asked {
  readonly attempts: number;
  /** Whether one of the questions may have been done whose answer is not known. */
  readonly mayBeDone: boolean;
}

/** Twice as long each time, of which a random half and more is waited: many pods that start together do not ask again together. */
function waitBefore(attempts: number, clock: CheckClock): number {
  const most = Math.min(firstDelayMs * 2 ** (attempts - 1), mostDelayMs);
  return Math.round(most * (0.5 + clock.random() / 2));
}
