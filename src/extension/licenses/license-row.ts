import type { LicenseGrant, LicenseUse, ReceivedLicense } from '#license';
import type { ReleaseError } from '#problem';
import type { WorkerWorld } from '#worker';

/** A row of the Licenses view: a small plain object, made once for what it stands for as long as that is loaded. */
export type LicenseRow =
  | ReceivedRow
  | EntitlementRow
  | GrantRow
  | DistributedRow
  | LicenseNoteRow
  | LicenseMoreRow
  | LicenseTroubleRow;

/** A licence that this account has received. */
export interface ReceivedRow {
  readonly kind: 'license';
  readonly world: WorkerWorld;
  readonly license: ReceivedLicense;
}

/** Something that a licence entitles to, and how much of it is in use, where AWS says so. */
export interface EntitlementRow {
  readonly kind: 'entitlement';
  readonly parent: ReceivedRow;
  readonly entitlement: ReceivedLicense['entitlements'][number];
  readonly use: LicenseUse | undefined;
}

/** A grant of a licence: by which this account has received it, or by which it has given one to another account. */
export interface GrantRow {
  readonly kind: 'license-grant';
  readonly parent: ReceivedRow | DistributedRow;
  readonly grant: LicenseGrant;
}

/** Stands for the grants that this account has given. */
export interface DistributedRow {
  readonly kind: 'distributed-grants';
  readonly world: WorkerWorld;
}

/** Something that there is nothing to do with. */
export interface LicenseNoteRow {
  readonly kind: 'license-note';
  readonly parent: ReceivedRow | DistributedRow | undefined;
  readonly text: string;
}

/** Stands for the rows that are not shown. */
export interface LicenseMoreRow {
  readonly kind: 'more-licenses';
  readonly parent: undefined;
}

/** Stands for rows that could not be had. */
export interface LicenseTroubleRow {
  readonly kind: 'license-trouble';
  readonly parent: ReceivedRow | DistributedRow | undefined;
  readonly error: ReleaseError;
}

const kinds: ReadonlySet<unknown> = new Set<LicenseRow['kind']>([
  'license',
  'entitlement',
  'license-grant',
  'distributed-grants',
  'license-note',
  'more-licenses',
  'license-trouble',
]);

/** Whether something that a command was called with is a row of the Licenses view. */
export function isLicenseRow(given: unknown): given is LicenseRow {
  return typeof given === 'object' && given !== null && 'kind' in given && kinds.has(given.kind);
}

/** The row above; none for those at the top. */
export function rowAbove(row: LicenseRow): ReceivedRow | DistributedRow | undefined {
  return row.kind === 'license' || row.kind === 'distributed-grants' ? undefined : row.parent;
}

/** The ARN of what a row stands for; of an entitlement its licence's. */
export function arnOf(row: LicenseRow): string | undefined {
  switch (row.kind) {
    case 'license':
      return row.license.arn;
    case 'entitlement':
      return row.parent.license.arn;
    case 'license-grant':
      return row.grant.arn;
    default:
      return undefined;
  }
}

/** A row's identity in the tree: the same after a refresh, another in another world. */
export function licenseRowId(row: LicenseRow): string {
  const above = rowAbove(row);
  return `${above ? licenseRowId(above) : ''} ${ownName(row)}`;
}

function ownName(row: LicenseRow): string {
  switch (row.kind) {
    case 'license':
      return `${row.world} ${row.license.arn}`;
    case 'distributed-grants':
      return `${row.world} distributed`;
    case 'entitlement':
      return `entitlement ${row.entitlement.name}`;
    case 'license-grant':
      return row.grant.arn;
    case 'license-note':
      return row.text;
    default:
      return row.kind;
  }
}
