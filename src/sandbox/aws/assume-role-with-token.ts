import { type AssumedRole, assumedBy, roleAsked } from './assume-role.ts';
import { AwsError } from './aws-error.ts';
import { readLicenseToken } from './licenses/license-jwt.ts';

/**
 * AssumeRoleWithWebIdentity (STS API Reference), for the tokens of License Manager alone: nobody signs it, the token says who asks. A role is
 * of the account whose licence the token is for, and one of those that the token names, if it names any.
 * @throws AwsError `InvalidIdentityToken`, `ExpiredTokenException`, `AccessDenied`, `ValidationError`
 */
export function assumeRoleWithToken(form: URLSearchParams, now: number): AssumedRole {
  const token = readLicenseToken(form.get('WebIdentityToken') ?? '');
  if (token?.kind !== 'access') {
    throw new AwsError('InvalidIdentityToken', 'The web identity token that was passed could not be validated by AWS.');
  }
  if (token.expiresAt <= now) throw new AwsError('ExpiredTokenException', 'The web identity token has expired.');
  const asked = roleAsked(form);
  const isNamed = token.roles.length === 0 || token.roles.includes(asked.arn);
  if (asked.account === token.account && isNamed && !asked.isDenied) return assumedBy(asked, now);
  throw new AwsError('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', 403);
}
