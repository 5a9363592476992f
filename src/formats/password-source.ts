import type { PasswordSource } from './password-model.ts';
import type { RawPassword } from './password-schema.ts';
import { present } from './present.ts';

/** Where a password is, once the schema has accepted it: in a variable, or else in a secret. */
export function passwordSource({ env, secret = '', ...rest }: RawPassword): PasswordSource {
  return env === undefined ? { secret, ...present(rest) } : { env };
}
