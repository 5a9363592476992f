import type { CodeEntry } from './code-entry.ts';

/** Licences of AWS License Manager. */
export const licenseCodes = {
  'license-expired': {
    means: 'The licence for the product has expired.',
    cure: 'Renew the contract in AWS Marketplace.',
    aws: ['NoEntitlementsAllowedException'],
  },
  'license-invalid': {
    means:
      'There is a licence for the product, but it does not allow what is asked for: it lacks the entitlement, is used up, suspended, or its grant has not been accepted.',
    cure: 'The message says which. Check the names and units of the entitlements against the contract.',
    aws: ['NoEntitlementsAllowedException'],
  },
  'license-missing': {
    means: 'The AWS account has no licence for the product.',
    cure: 'Subscribe to the product in AWS Marketplace with this account, and accept the grant in AWS License Manager.',
    aws: ['NoEntitlementsAllowedException', 'ResourceNotFoundException'],
  },
  'license-question-refused': {
    means: 'AWS License Manager did not take the question about a licence, so that nothing is known of it.',
    cure: 'Check the product id (prod-…, not the product code), the units of the entitlements, and whose licence it is.',
    aws: ['ValidationException', 'InvalidParameterValueException', 'RedirectException'],
  },
} as const satisfies Record<string, CodeEntry>;
