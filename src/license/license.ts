/** One thing that a licence entitles to. */
export interface Entitlement {
  readonly name: string;
  /** AWS's: `Count`, `None`, `Gigabytes`, `Count/Second` … */
  readonly unit: string;
  /** Where the entitlement is a text rather than an amount. */
  readonly value?: string;
  /** The most that may be in use. */
  readonly maxCount?: number;
  /** Whether more than that may be used, and is paid for. */
  readonly overage?: boolean;
  /** Whether what is in use can be given back. */
  readonly allowCheckIn?: boolean;
}

/** A licence that this account has received, or has made itself (AWS License Manager API Reference, GrantedLicense). */
export interface ReceivedLicense {
  readonly arn: string;
  readonly name?: string;
  /** The product's id, `prod-…`. */
  readonly product: string;
  readonly productName?: string;
  readonly issuer?: { readonly name?: string; readonly fingerprint?: string };
  readonly homeRegion?: string;
  /** `AVAILABLE`, `EXPIRED`, `SUSPENDED` and others; whatever AWS adds to these stays as it is. */
  readonly status: string;
  /** ISO 8601; without an end it does not expire. */
  readonly begin?: string;
  readonly end?: string;
  readonly entitlements: readonly Entitlement[];
  /** How the grant by which it was received stands: `ACTIVE`, `PENDING_ACCEPT` and others. */
  readonly receivedStatus?: string;
  readonly receivedReason?: string;
  /** What may be done with it: `CheckoutLicense` and others. */
  readonly operations: readonly string[];
}

/** By which somebody may use a licence (AWS License Manager API Reference, Grant). */
export interface LicenseGrant {
  readonly arn: string;
  readonly name?: string;
  readonly licenseArn: string;
  /** The grant that it was made from, or the licence. */
  readonly parentArn?: string;
  /** The ARN of who may. */
  readonly grantee?: string;
  readonly homeRegion?: string;
  /** `ACTIVE`, `PENDING_ACCEPT`, `REJECTED` and others; whatever AWS adds to these stays as it is. */
  readonly status: string;
  readonly statusReason?: string;
  readonly version?: string;
  readonly operations: readonly string[];
}

/** How much of an entitlement is in use. */
export interface LicenseUse {
  readonly name: string;
  readonly unit: string;
  /** An amount, as AWS writes it. */
  readonly consumed: string;
  readonly max?: string;
}
