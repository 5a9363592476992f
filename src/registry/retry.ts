import type { Clock, SessionObserver } from './access.ts';
import { AnswerError } from './answer-error.ts';
import { NetworkError } from './http.ts';

const maxAttempts = 6;
const baseMs = 250;
const maxBackoffMs = 20_000;
/** A registry that asks for more patience than this is reported instead: nobody watches a bar that stands for longer. */
const maxRetryAfterMs = 300_000;
/** A host that refuses connections or has no name is rarely back within seconds. */
const maxAttemptsUnreachable = 3;

/**
 * Runs the task again while its failure is of the passing kind: network trouble, 408, 429, 5xx. Waits with exponential back-off and
 * full jitter, or as long as the registry asks.
 * @throws the last failure; the signal's reason
 */
export async function withRetry<T>(
  task: (attempt: number) => Promise<T>,
  context: {
    readonly registry: string;
    readonly clock: Clock;
    readonly observer: SessionObserver;
    readonly signal?: AbortSignal;
  },
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await task(attempt);
    } catch (error) {
      context.signal?.throwIfAborted();
      const delayMs = nextDelay(error, attempt, context.clock);
      if (delayMs === undefined) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      context.observer.waiting?.({ registry: context.registry, delayMs, attempt, reason });
      await context.clock.sleep(delayMs, context.signal);
    }
  }
}

/** ms to wait before the next try, or undefined when another try is of no use. */
function nextDelay(error: unknown, attempt: number, clock: Clock): number | undefined {
  if (attempt >= maxAttempts || !isPassing(error)) return undefined;
  if (
    error instanceof NetworkError &&
    (error.kind === 'refused' || error.kind === 'name') &&
    attempt >= maxAttemptsUnreachable
  ) {
    return undefined;
  }
  const asked = error instanceof AnswerError ? error.retryAfterMs : undefined;
  if (asked !== undefined) return asked > maxRetryAfterMs ? undefined : asked;
  return Math.round(clock.random() * Math.min(maxBackoffMs, baseMs * 2 ** attempt));
}

function isPassing(error: unknown): boolean {
  if (error instanceof NetworkError) return error.kind !== 'tls';
  if (!(error instanceof AnswerError)) return false;
  return error.status === 408 || error.status === 416 || error.status === 429 || error.status >= 500;
}
