import type { CheckedOut, LicenseGrant, LicenseUse, LicenseWish, ReceivedLicense } from '#license';
import type { AwsScope } from '../aws-scope.ts';
import type { Page } from '../page.ts';

/** AWS License Manager. Throws as the other calls of AWS do; AWS's own error is the cause. */
export interface LicenseGateway {
  /** CheckoutLicense. With the same client token it is one checkout, however often it is asked. */
  checkOut(scope: AwsScope, wish: LicenseWish, signal?: AbortSignal): Promise<CheckedOut>;
  /** CheckInLicense: gives back what was lent. */
  checkIn(scope: AwsScope, consumptionToken: string, signal?: AbortSignal): Promise<void>;
  /** ListReceivedLicenses: all, or those of a product, a page of at most 100. */
  received(
    scope: AwsScope,
    query: { readonly product?: string; readonly nextToken?: string },
    signal?: AbortSignal,
  ): Promise<Page<ReceivedLicense>>;
  /** ListReceivedGrants, a page of at most 100. */
  receivedGrants(
    scope: AwsScope,
    query: { readonly nextToken?: string },
    signal?: AbortSignal,
  ): Promise<Page<LicenseGrant>>;
  /** ListDistributedGrants: of licences that this account has made itself; a page of at most 100. */
  distributedGrants(
    scope: AwsScope,
    query: { readonly nextToken?: string },
    signal?: AbortSignal,
  ): Promise<Page<LicenseGrant>>;
  /** GetLicenseUsage: how much of each entitlement is in use. */
  usage(scope: AwsScope, licenseArn: string, signal?: AbortSignal): Promise<readonly LicenseUse[]>;
}
