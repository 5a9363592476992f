import type { WantedEntitlement } from './license-wish.ts';

/**
 * What came of a check. `expired`, `invalid` and `missing` are AWS's no. By the others nothing is known of the licence: AWS may not be
 * asked, could not be asked, or did not understand the question.
 */
export type VerdictKind =
  | 'valid'
  | 'expired'
  | 'invalid'
  | 'missing'
  | 'denied'
  | 'throttled'
  | 'unreachable'
  | 'refused';

/** What came of a check, in words too. It holds no token. */
export interface LicenseVerdict {
  readonly kind: VerdictKind;
  /** What is the case, as a sentence. */
  readonly message: string;
  /** What to do next. */
  readonly hint?: string;
  /** What else there is to know, a sentence each. */
  readonly notes: readonly string[];
  /** Where AWS was asked last. */
  readonly region: string;
  /** How often it was asked. */
  readonly attempts: number;
  readonly licenseArn?: string;
  readonly allowed?: readonly WantedEntitlement[];
  /** ISO 8601: when what was taken is free again by itself. */
  readonly expires?: string;
  readonly nodeId?: string;
  /** Whether what was taken has been given back. */
  readonly checkedIn?: boolean;
  /** AWS's name for the error. */
  readonly theirCode?: string;
}
