import type { AwsGateway, AwsScope } from '#jobs';
import { marketplaceFingerprint } from '#license';

/**
 * Who a licence is for, where this account has made it itself, such as a seller's test licence: AWS wants it named then; empty for any
 * other licence, and where nobody says which account this is.
 * Source: License Manager API reference, `CheckoutLicense`.
 * @param fingerprint the issuer's key: `aws:111122223333:Camunda:issuer-fingerprint`
 */
export async function ownBeneficiary(
  fingerprint: string,
  scope: AwsScope,
  aws: Pick<AwsGateway, 'callerIdentity'>,
  signal: AbortSignal,
): Promise<{ readonly beneficiary?: string }> {
  if (fingerprint === marketplaceFingerprint) return {};
  const identity = await aws.callerIdentity(scope, signal).catch(() => undefined);
  signal.throwIfAborted();
  return identity && fingerprint.split(':')[1] === identity.account ? { beneficiary: identity.account } : {};
}
