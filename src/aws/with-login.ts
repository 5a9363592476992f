import type { AwsScope, OnLoginEnded } from '#jobs';
import { ReleaseError } from '#problem';

interface LoginCare {
  readonly scope: AwsScope;
  readonly signal: AbortSignal | undefined;
  /** Drops credentials that are held, so that the next call reads them anew. */
  readonly forget: () => void;
  /** Asked when credentials that were just read have ended too; without it the error goes on. */
  readonly onLoginEnded: OnLoginEnded | undefined;
}

/**
 * Makes a call whose login may have ended. Credentials are read anew first: somebody may have logged in since they were read. When
 * those have ended too, somebody is asked to log in, as often as it takes.
 * @throws ReleaseError what the call throws; `login-expired` when nobody logs in; the signal's reason
 */
export async function withLogin<T>(call: () => Promise<T>, care: LoginCare): Promise<T> {
  const { scope, signal, forget, onLoginEnded } = care;
  const again = async (isFresh: boolean): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      if (!ReleaseError.is(error) || error.code !== 'login-expired') throw error;
      if (isFresh && (await answered(error, scope, onLoginEnded, signal)) === 'stop') throw error;
      forget();
      return again(true);
    }
  };
  return again(false);
}

async function answered(
  { message, hint }: ReleaseError,
  { profile }: AwsScope,
  onLoginEnded: OnLoginEnded | undefined,
  signal: AbortSignal | undefined,
): Promise<'again' | 'stop'> {
  if (!onLoginEnded) return 'stop';
  const ended = { message, hint: hint ?? 'Log in to AWS again.', ...(profile === undefined ? {} : { profile }) };
  return onLoginEnded(ended, signal);
}
