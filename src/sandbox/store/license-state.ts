import { isRecord, readNumber, readText, readTexts } from './narrow.ts';

/** Something that a licence entitles to. */
interface EntitlementState {
  readonly name: string;
  readonly unit: string;
  readonly value?: string;
  readonly maxCount?: number;
  readonly allowCheckIn?: boolean;
  /** In use before the sandbox was started, by nobody in particular. */
  readonly consumed?: number;
}

/** A licence that somebody has issued. */
export interface LicenseState {
  readonly name: string;
  readonly productName: string;
  readonly sku: string;
  readonly issuer: { readonly account: string; readonly name: string; readonly fingerprint: string };
  readonly homeRegion: string;
  /** By its issuer's will; that it has ended is seen from the clock. */
  readonly status: string;
  /** Milliseconds since 1970. */
  readonly begin: number;
  readonly end: number;
  readonly entitlements: readonly EntitlementState[];
  /** For how long something is lent, in minutes. */
  readonly minutes: number;
}

/** By which an account may use a licence. */
export interface GrantState {
  readonly name: string;
  /** ARN of the licence. */
  readonly license: string;
  /** The account that may. */
  readonly grantee: string;
  readonly status: string;
  readonly operations: readonly string[];
}

/** Something that was taken of a licence. */
export interface CheckoutState {
  readonly license: string;
  readonly account: string;
  readonly clientToken: string;
  /** What was asked for, to be held against what is asked with the same token. */
  readonly request: string;
  readonly taken: readonly { readonly name: string; readonly unit: string; readonly value?: string }[];
  readonly nodeId?: string;
  /** Milliseconds since 1970. */
  readonly issuedAt: number;
  /** Absent: for ever. */
  readonly expiresAt?: number;
}

/** What License Manager remembers. */
export interface LicensesState {
  /** By ARN. */
  readonly licenses: Map<string, LicenseState>;
  /** By ARN. */
  readonly grants: Map<string, GrantState>;
  /** By consumption token. */
  readonly checkouts: Map<string, CheckoutState>;
}

/** The state as JSON keeps it. */
export function plainLicenses({ licenses, grants, checkouts }: LicensesState): unknown {
  return {
    licenses: Object.fromEntries(licenses),
    grants: Object.fromEntries(grants),
    checkouts: Object.fromEntries(checkouts),
  };
}

/** Reads what {@link plainLicenses} gave; throws with the place at fault. */
export function readLicenses(value: unknown): LicensesState {
  const { licenses, grants, checkouts } = recordOf(value, 'licenses');
  return {
    licenses: mapOf(licenses, 'licenses.licenses', readLicense),
    grants: mapOf(grants, 'licenses.grants', readGrant),
    checkouts: mapOf(checkouts, 'licenses.checkouts', readCheckout),
  };
}

function mapOf<T>(value: unknown, at: string, read: (one: Fields, at: string) => T): Map<string, T> {
  const entries = Object.entries(recordOf(value, at));
  return new Map(entries.map(([key, one]) => [key, read(recordOf(one, `${at}.${key}`), `${at}.${key}`)]));
}

function readLicense({ entitlements, ...one }: Fields, at: string): LicenseState {
  const issuer = recordOf(one.issuer, `${at}.issuer`);
  return {
    name: readText(one.name, `${at}.name`),
    productName: readText(one.productName, `${at}.productName`),
    sku: readText(one.sku, `${at}.sku`),
    issuer: {
      account: readText(issuer.account, `${at}.issuer.account`),
      name: readText(issuer.name, `${at}.issuer.name`),
      fingerprint: readText(issuer.fingerprint, `${at}.issuer.fingerprint`),
    },
    homeRegion: readText(one.homeRegion, `${at}.homeRegion`),
    status: readText(one.status, `${at}.status`),
    begin: readNumber(one.begin, `${at}.begin`),
    end: readNumber(one.end, `${at}.end`),
    entitlements: listOf(entitlements, `${at}.entitlements`).map(readEntitlement),
    minutes: readNumber(one.minutes, `${at}.minutes`),
  };
}

function readEntitlement({ name, unit, value, maxCount, allowCheckIn, consumed }: Fields): EntitlementState {
  return {
    name: readText(name, 'entitlement.name'),
    unit: readText(unit, 'entitlement.unit'),
    ...(value === undefined ? {} : { value: readText(value, 'entitlement.value') }),
    ...(maxCount === undefined ? {} : { maxCount: readNumber(maxCount, 'entitlement.maxCount') }),
    ...(allowCheckIn === undefined ? {} : { allowCheckIn: allowCheckIn === true }),
    ...(consumed === undefined ? {} : { consumed: readNumber(consumed, 'entitlement.consumed') }),
  };
}

function readGrant({ name, license, grantee, status, operations }: Fields, at: string): GrantState {
  return {
    name: readText(name, `${at}.name`),
    license: readText(license, `${at}.license`),
    grantee: readText(grantee, `${at}.grantee`),
    status: readText(status, `${at}.status`),
    operations: readTexts(operations, `${at}.operations`),
  };
}

function readCheckout({ taken, nodeId, expiresAt, ...one }: Fields, at: string): CheckoutState {
  return {
    license: readText(one.license, `${at}.license`),
    account: readText(one.account, `${at}.account`),
    clientToken: readText(one.clientToken, `${at}.clientToken`),
    request: readText(one.request, `${at}.request`),
    taken: listOf(taken, `${at}.taken`).map(({ name, unit, value }) => ({
      name: readText(name, `${at}.taken`),
      unit: readText(unit, `${at}.taken`),
      ...(value === undefined ? {} : { value: readText(value, `${at}.taken`) }),
    })),
    ...(nodeId === undefined ? {} : { nodeId: readText(nodeId, `${at}.nodeId`) }),
    issuedAt: readNumber(one.issuedAt, `${at}.issuedAt`),
    ...(expiresAt === undefined ? {} : { expiresAt: readNumber(expiresAt, `${at}.expiresAt`) }),
  };
}

type Fields = Readonly<Record<string, unknown>>;

function recordOf(value: unknown, at: string): Fields {
  if (!isRecord(value)) throw new Error(`state.json: ${at} is not an object`);
  return value;
}

function listOf(value: unknown, at: string): Fields[] {
  if (!Array.isArray(value)) throw new Error(`state.json: ${at} is not a list`);
  return value.map((one) => recordOf(one, at));
}
