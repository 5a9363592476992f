import type { Login, RegistryAccess } from '../access.ts';
import { AnswerError } from '../answer-error.ts';

/** A refused login, said for what it is: with no credentials at hand it is not a refusal but a want of them. */
export function loginError(
  error: AnswerError,
  login: Login | undefined,
  { registry, credentials, loginHint }: RegistryAccess,
): AnswerError {
  const hint = login
    ? `The credentials came from: ${credentials}. Sign in again or correct them there.`
    : `There are no credentials for ${registry}. ${loginHint ?? `Run: docker login ${registry} (or set registries in marketplace.yaml).`} A private repository that does not exist answers the same.`;
  return new AnswerError(login ? 'login-refused' : 'login-required', error.message, error.status, undefined, {
    hint,
    cause: error,
  });
}
