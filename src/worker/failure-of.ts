import { ReleaseError } from '#problem';
import { adviceOf } from '#text';
import type { Failure } from './protocol.ts';

/** What was thrown, as data, with what to do next. Where it was thrown is nobody's business but the log's. */
export function failureOf(thrown: unknown): Failure {
  const error = ReleaseError.from(thrown);
  const { code, message, details, problems, theirCode } = error;
  const hint = adviceOf(error);
  return {
    code,
    message,
    details,
    problems,
    ...(hint === '' ? {} : { hint }),
    ...(theirCode === undefined ? {} : { theirCode }),
  };
}
