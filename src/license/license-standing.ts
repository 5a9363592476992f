import type { ReceivedLicense } from './license.ts';

/**
 * How a licence stands, in one word. `pending`: its grant waits to be accepted or activated, or the licence for its beginning; `stopped`: suspended,
 * deactivated, or its grant is not in force; `expiring`: valid for 30 days or fewer.
 */
type LicenseStandingKind = 'valid' | 'expiring' | 'expired' | 'pending' | 'stopped' | 'deleted';

export interface LicenseStanding {
  readonly kind: LicenseStandingKind;
  /** Whole days until the end, rounded down; negative after it. Absent where it has none. */
  readonly daysLeft?: number;
}

/** From here on it is time to think of renewing. */
const expiryWarningDays = 30;

const dayMs = 86_400_000;

/** @param now ms since the epoch */
export function licenseStanding(license: ReceivedLicense, now: number): LicenseStanding {
  const end = timeOf(license.end);
  const daysLeft = end === undefined ? {} : { daysLeft: Math.floor((end - now) / dayMs) };
  return { kind: kindOf(license, end, now), ...daysLeft };
}

function kindOf({ status, receivedStatus = 'ACTIVE', begin }: ReceivedLicense, end: number | undefined, now: number) {
  if (/DELETE/.test(status) || receivedStatus === 'DELETED') return 'deleted';
  if (status === 'EXPIRED' || (end !== undefined && end <= now)) return 'expired';
  if (status === 'SUSPENDED' || status === 'DEACTIVATED') return 'stopped';
  if (/^(?:REJECTED|DISABLED|FAILED_WORKFLOW)$/.test(receivedStatus)) return 'stopped';
  if (/PENDING/.test(status) || /PENDING|^WORKFLOW_COMPLETED$/.test(receivedStatus) || (timeOf(begin) ?? now) > now)
    return 'pending';
  return end !== undefined && end - now <= expiryWarningDays * dayMs ? 'expiring' : 'valid';
}

function timeOf(text: string | undefined): number | undefined {
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
