import { ReleaseError } from '#problem';
import type { Failure } from '#worker';

/** A worker's failure as the error that it was there. */
export function failureError({ code, message, ...details }: Failure): ReleaseError {
  return new ReleaseError(code, message, details);
}
