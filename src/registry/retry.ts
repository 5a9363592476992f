import type { Clock, SessionObserver } from './access.ts';
import { AnswerError } from './answer-error.ts';
import { NetworkError } from './http.ts';

const maxAttempts = 6;
/** A host that is busy lets everyone through in the end: tries that it puts off count by time, not by number. */
const maxBusyMs = 600_000;
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
  const began = context.clock.now();
  for (let attempt = 1; ; attempt++) {
    try {
      return await task(attempt);
    } catch (error) {
      context.signal?.throwIfAborted();
      const isWorthIt = isBusy(error) ? context.clock.now() - began < maxBusyMs : attempt < attemptsFor(error);
      const delayMs = isWorthIt ? delayFor(error, attempt, context.clock) : undefined;
      if (delayMs === undefined) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      context.observer.waiting?.({ registry: context.registry, delayMs, attempt, reason });
      await context.clock.sleep(delayMs, context.signal);
    }
  }
}

/** ms to wait before the next try; undefined when the host asks for more patience than we have. */
function delayFor(error: unknown, attempt: number, clock: Clock): number | undefined {
  const asked = (error instanceof AnswerError ? error.retryAfterMs : undefined) ?? 0;
  if (asked > maxRetryAfterMs) return undefined;
  // "Retry after 0 seconds" is no reason to knock without a pause; a little spread keeps many waiters from coming back at once.
  const ceiling = Math.min(maxBackoffMs, baseMs * 2 ** attempt);
  return Math.round(asked + clock.random() * (asked > 0 ? Math.min(asked, ceiling) / 4 : ceiling));
}

function isBusy(error: unknown): boolean {
  return error instanceof AnswerError && error.code === 'rate-limited';
}

/** How often something that fails like this is tried. */
function attemptsFor(error: unknown): number {
  if (error instanceof NetworkError) {
    if (error.kind === 'tls') return 1;
    return error.kind === 'refused' || error.kind === 'name' ? maxAttemptsUnreachable : maxAttempts;
  }
  if (!(error instanceof AnswerError)) return 1;
  return error.status === 408 || error.status === 416 || error.status >= 500 || isLostUpload(error) ? maxAttempts : 1;
}

/** An upload session that the registry no longer knows is started anew. */
function isLostUpload({ theirCode }: AnswerError): boolean {
  return theirCode === 'BLOB_UPLOAD_UNKNOWN' || theirCode === 'BLOB_UPLOAD_INVALID';
}
