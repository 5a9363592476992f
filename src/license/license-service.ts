import type { ReceivedLicense } from './license.ts';
import type { LicenseWish, WantedEntitlement } from './license-wish.ts';

/** A checkout that AWS has allowed. Its tokens never leave the process. */
export interface CheckedOut {
  readonly licenseArn?: string;
  /** What of the wish is allowed. */
  readonly allowed: readonly WantedEntitlement[];
  /** For giving it back. */
  readonly consumptionToken?: string;
  /** ISO 8601: when it is given back by itself. */
  readonly expires?: string;
  readonly nodeId?: string;
}

/** AWS License Manager as far as a check needs it. What it throws is told apart by `failureOf`. */
export interface LicenseService {
  checkOut(region: string, wish: LicenseWish, signal?: AbortSignal): Promise<CheckedOut>;
  checkIn(region: string, consumptionToken: string, signal?: AbortSignal): Promise<void>;
  /** The licences of one product that this account has received: every page of them. */
  licensesOf(region: string, product: string, signal?: AbortSignal): Promise<readonly ReceivedLicense[]>;
}
