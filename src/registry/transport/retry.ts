import { ReleaseError } from '#problem';
import type { Clock, SessionObserver } from '../access.ts';
import { AnswerError } from '../answer-error.ts';
import { NetworkError, type Silence } from './http.ts';
import { workingTime } from './working-time.ts';

const maxAttempts = 6;
/** A host that is busy lets everyone through in the end: tries that it puts off count by time, not by number. */
const maxBusyMs = 600_000;
/** So long a host that has answered in this job may be silent: a network that is gone comes back, a host is started again. */
const maxSilenceMs = 300_000;
const baseMs = 250;
const maxBackoffMs = 20_000;
/** A registry that asks for more patience than this is reported instead: nobody watches a bar that stands for longer. */
const maxRetryAfterMs = 300_000;
/** A host that was never reached, and refuses connections or has no name, is rarely there within seconds. */
const maxAttemptsUnreachable = 3;
/** Bytes can be spoiled on the way once. The same spoiled bytes twice are what there is. */
const maxAttemptsSpoiled = 2;
/** The signature in the URL of a redirect ends soon; the registry gives another one. */
const maxAttemptsElsewhere = 2;

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
  const { clock } = context;
  /** Since when the registry has had nothing for us but that it is busy. */
  let busySince: number | undefined;
  /** Tries that count: those that the host was there for. */
  let counted = 0;
  for (let attempt = 1; ; attempt++) {
    const began = workingTime(clock);
    try {
      return await task(attempt);
    } catch (error) {
      context.signal?.throwIfAborted();
      const now = workingTime(clock);
      busySince = isBusy(error) ? (busySince ?? now) : undefined;
      if (busySince === undefined && !isSilence(error, began)) counted++;
      const hasPatience =
        busySince === undefined ? hasTriesLeft(error, began, counted, now) : now - busySince < maxBusyMs;
      const delayMs = hasPatience ? delayFor(error, attempt, clock) : undefined;
      if (delayMs === undefined) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      // A copy that writes to one registry may wait for the other.
      const registry = (error instanceof NetworkError ? error.registry : undefined) ?? context.registry;
      context.observer.waiting?.({ registry, delayMs, attempt, reason });
      await clock.sleep(delayMs, context.signal);
    }
  }
}

/** Whether a wait that a registry asks for is one that is waited. */
export function isBearable(retryAfterMs: number): boolean {
  return retryAfterMs <= maxRetryAfterMs;
}

function hasTriesLeft(error: unknown, began: number, counted: number, now: number): boolean {
  if (isSilence(error, began)) return now - error.silence.since < maxSilenceMs;
  return counted < attemptsFor(error);
}

/**
 * Whether a host that was there before has said nothing at all since the try began: then it is the network or the host that is gone,
 * and not this request that breaks it.
 */
function isSilence(error: unknown, began: number): error is NetworkError & { readonly silence: Silence } {
  if (!(error instanceof NetworkError) || isLasting(error)) return false;
  return error.silence !== undefined && error.silence.lastAnswerAt < began;
}

/** ms to wait before the next try; undefined when the host asks for more patience than we have. */
function delayFor(error: unknown, attempt: number, clock: Clock): number | undefined {
  const asked = (error instanceof AnswerError ? error.retryAfterMs : undefined) ?? 0;
  if (!isBearable(asked)) return undefined;
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
    if (isLasting(error)) return 1;
    return error.kind === 'refused' || error.kind === 'name' ? maxAttemptsUnreachable : maxAttempts;
  }
  if (ReleaseError.is(error) && error.code === 'digest-mismatch') return maxAttemptsSpoiled;
  if (!(error instanceof AnswerError)) return 1;
  if (error.theirCode === 'DIGEST_INVALID') return maxAttemptsSpoiled;
  if (error.isElsewhere && (error.status === 401 || error.status === 403)) return maxAttemptsElsewhere;
  return isPassing(error) || isLostUpload(error) ? maxAttempts : 1;
}

/** A 400 without a word may be AWS's way of saying that there are too many requests: the answer to a HEAD has no room for more. */
function isPassing({ status, theirCode }: AnswerError): boolean {
  return status === 408 || status === 416 || status >= 500 || (status === 400 && theirCode === undefined);
}

/** An upload session that the registry no longer knows is started anew. */
function isLostUpload({ theirCode }: AnswerError): boolean {
  return theirCode === 'BLOB_UPLOAD_UNKNOWN' || theirCode === 'BLOB_UPLOAD_INVALID';
}

/** What another try meets again. */
function isLasting({ kind }: NetworkError): boolean {
  return kind === 'tls' || kind === 'proxy';
}
