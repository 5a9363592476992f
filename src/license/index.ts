export type { CheckClock } from './check-clock.ts';
export { checkLicense } from './check-license.ts';
export type { Entitlement, LicenseGrant, LicenseUse, ReceivedLicense } from './license.ts';
export { licenseEntitlements } from './license-entitlements.ts';
export { checkedOut, checkoutInput, receivedLicense } from './license-messages.ts';
export type { CheckedOut, LicenseService } from './license-service.ts';
export { type LicenseStanding, licenseStanding } from './license-standing.ts';
export type { LicenseVerdict, VerdictKind } from './license-verdict.ts';
export {
  type LicenseWish,
  marketplaceFingerprint,
  marketplaceLicenseRegion,
  type WantedEntitlement,
} from './license-wish.ts';
