import { ReleaseError } from '#problem';
import type { Failure } from './protocol.ts';

/** What was thrown, as data. Where it was thrown is nobody's business but the log's. */
export function failureOf(thrown: unknown): Failure {
  const { code, message, hint, details, problems, theirCode } = ReleaseError.from(thrown);
  return {
    code,
    message,
    details,
    problems,
    ...(hint === undefined ? {} : { hint }),
    ...(theirCode === undefined ? {} : { theirCode }),
  };
}
