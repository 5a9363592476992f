/** What an installation wants to be entitled to. */
export interface WantedEntitlement {
  readonly name: string;
  /** AWS's: `None` for a tier or a feature, `Count` for licences that float … */
  readonly unit: string;
  /** How much of it, as a number; a tier or a feature has none. */
  readonly value?: string;
}

/** A question to AWS License Manager whether a product may be used (CheckoutLicense). */
export interface LicenseWish {
  /** The product's id, `prod-…`: not its product code. */
  readonly product: string;
  readonly entitlements: readonly WantedEntitlement[];
  /** `provisional`: lent for an hour, then free again. `perpetual`: used up for good. */
  readonly consumption: 'provisional' | 'perpetual';
  /** The same question with the same token is one checkout, however often it is asked. */
  readonly clientToken: string;
  /** Whose licences are asked for: {@link marketplaceFingerprint}, or a seller's own. */
  readonly fingerprint: string;
  /** The account that the licence is for: has to be named by one that checks out a licence of its own making. */
  readonly beneficiary?: string;
  /** Names the machine in the seller's usage reports. */
  readonly nodeId?: string;
}

/** The key that AWS Marketplace signs its licences with (AWS Marketplace Seller Guide, "Container-based products with AWS License Manager"). */
export const marketplaceFingerprint = 'aws:294406891311:AWS/Marketplace:issuer-fingerprint';

/** Where the licences of AWS Marketplace are kept. */
export const marketplaceLicenseRegion = 'us-east-1';
