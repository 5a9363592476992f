import type { Code } from './codes.ts';
import type { Problem } from './problem.ts';
import { redact } from './redact.ts';

export interface ErrorDetail {
  /** What to do next, as a sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
  /** The problems of input files that led to it, when the trouble is in files. */
  readonly problems?: readonly Problem[];
  /** AWS's or the registry's own code for it, e.g. `NAME_UNKNOWN`. */
  readonly theirCode?: string;
}

/**
 * The one error type that crosses a room's wall: a stable code (each has a page), a sentence that says what happened to what,
 * and a hint. Message and hint are redacted when the error is made, so no face can forget to.
 */
export class ReleaseError extends Error {
  readonly code: Code;
  readonly hint: string | undefined;
  readonly problems: readonly Problem[];
  readonly theirCode: string | undefined;

  constructor(code: Code, message: string, detail: ErrorDetail = {}) {
    super(redact(message), detail.cause === undefined ? undefined : { cause: detail.cause });
    this.name = 'ReleaseError';
    this.code = code;
    this.hint = detail.hint === undefined ? undefined : redact(detail.hint);
    this.problems = detail.problems ?? [];
    this.theirCode = detail.theirCode;
  }

  /** Any thrown value as a ReleaseError: itself if it is one, else `internal` with the original as its cause. */
  static from(value: unknown): ReleaseError {
    if (value instanceof ReleaseError) return value;
    const message = value instanceof Error ? value.message : String(value);
    return new ReleaseError('internal', message || 'Something failed without saying what', { cause: value });
  }
}
