import { ReleaseError } from '#problem';

/** A login at AWS that has ended, as it is told to somebody who can log in again. */
export interface LoginEnded {
  readonly message: string;
  /** What to do, as a command of AWS's own. */
  readonly hint: string;
  /** Whose login it was; AWS's default without one. */
  readonly profile?: string;
}

/**
 * Asks somebody to log in again, while what needs the login waits.
 * @returns `again` when the call is to be repeated, `stop` when nobody will log in
 * @throws the signal's reason
 */
export type OnLoginEnded = (ended: LoginEnded, signal?: AbortSignal) => Promise<'again' | 'stop'>;

/**
 * Whether something failed because a login at AWS has ended: then everything else would fail by it too, and a job stops as a whole.
 * What carries the code because a write's outcome could not be learned is the failure of that one image.
 */
export function isLoginEnd(error: unknown): error is ReleaseError {
  return ReleaseError.is(error) && error.code === 'login-expired' && !ReleaseError.is(error.cause);
}
