import { type Code, ReleaseError } from '#problem';

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

/** Whether it means that there is no login at AWS: one that has ended, or none at all. */
export function isLoginEndCode(code: Code | undefined): boolean {
  return code === 'login-expired' || code === 'aws-login-missing';
}

/**
 * Whether something failed because there is no login at AWS any more: then everything else would fail by it too, and a job stops as a
 * whole. What carries the code because of another error is the failure of that one image: a write whose outcome could not be learned, a
 * source that wants a login of its own ({@link stopOnLoginEnd}).
 */
export function isLoginEnd(error: unknown): error is ReleaseError {
  return ReleaseError.is(error) && isLoginEndCode(error.code) && !ReleaseError.is(error.cause);
}
