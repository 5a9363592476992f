import type { Code } from './codes.ts';
import type { Problem } from './problem.ts';
import { redact } from './redact.ts';

export interface ErrorDetail {
  /** What to do next, as a sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
  /** The problems of input files that led to it, when the trouble is in files. */
  readonly problems?: readonly Problem[];
  /** Single facts behind the sentence, a line each: what moved since a plan was made. */
  readonly details?: readonly string[];
  /** AWS's or the registry's own code for it, e.g. `NAME_UNKNOWN`. */
  readonly theirCode?: string;
}

/** The same symbol in every copy of this module. */
const mark = Symbol.for('marketplace-release.ReleaseError');

/**
 * The one error type that crosses a room's wall: a stable code (each has a page), a sentence that says what happened to what,
 * and a hint. Message and hint are redacted when the error is made, so no face can forget to.
 */
export class ReleaseError extends Error {
  readonly code: Code;
  readonly hint: string | undefined;
  readonly problems: readonly Problem[];
  readonly details: readonly string[];
  readonly theirCode: string | undefined;

  constructor(code: Code, message: string, detail: ErrorDetail = {}) {
    super(redact(message), detail.cause === undefined ? undefined : { cause: detail.cause });
    this.name = 'ReleaseError';
    this.code = code;
    this.hint = detail.hint === undefined ? undefined : redact(detail.hint);
    this.problems = detail.problems ?? [];
    this.details = (detail.details ?? []).map((line) => redact(line));
    this.theirCode = detail.theirCode;
  }

  /** On the prototype, so that it is no part of the error's data. */
  get [mark](): true {
    return true;
  }

  /**
   * Whether a thrown value is one of ours. Each bundle holds a copy of this class, so `instanceof` would not know an error that
   * was thrown in another bundle (`aws`).
   */
  static is(value: unknown): value is ReleaseError {
    return value instanceof Error && mark in value;
  }

  /** Any thrown value as a ReleaseError: itself if it is one, else `internal` with the original as its cause. */
  static from(value: unknown): ReleaseError {
    if (ReleaseError.is(value)) return value;
    const message = value instanceof Error ? value.message : String(value);
    return new ReleaseError('internal', message || 'Something failed without saying what', { cause: value });
  }
}
