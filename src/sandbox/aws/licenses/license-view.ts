import type { CheckoutState, GrantState, LicenseState, LicensesState } from '../../store/license-state.ts';

/** A licence that an account has received, with the grant. */
export interface Received {
  readonly arn: string;
  readonly license: LicenseState;
  readonly grantArn: string;
  readonly grant: GrantState;
}

/** The licences that an account has received and that are kept in a region. */
export function receivedBy({ licenses, grants }: LicensesState, account: string): Received[] {
  return [...grants].flatMap(([grantArn, grant]) => {
    const license = licenses.get(grant.license);
    return license && grant.grantee === account ? [{ arn: grant.license, license, grantArn, grant }] : [];
  });
}

/** What of an entitlement is in use: what was before, and what is out now. */
export function consumedOf(
  { checkouts }: LicensesState,
  arn: string,
  entitlement: LicenseState['entitlements'][number],
  now: number,
): number {
  const out = [...checkouts.values()].filter((one) => one.license === arn && isOut(one, now));
  const taken = out.flatMap((one) => one.taken.filter(({ name, unit }) => isSame(entitlement, { name, unit })));
  return taken.reduce((sum, { value }) => sum + Number(value ?? 0), entitlement.consumed ?? 0);
}

export function isOut({ expiresAt }: CheckoutState, now: number): boolean {
  return expiresAt === undefined || expiresAt > now;
}

export function isSame(
  one: { readonly name: string; readonly unit: string },
  other: { readonly name: unknown; readonly unit: unknown },
): boolean {
  return one.name === other.name && one.unit === other.unit;
}

/** The status with the clock taken into account. */
export function statusOf({ status, begin, end }: LicenseState, now: number): string {
  if (status !== 'AVAILABLE') return status;
  if (end <= now) return 'EXPIRED';
  return begin > now ? 'PENDING_AVAILABLE' : status;
}

/** A licence on the wire (API Reference, data type License). */
export function licenseOnWire(arn: string, license: LicenseState, now: number): Readonly<Record<string, unknown>> {
  const { issuer, entitlements } = license;
  return {
    LicenseArn: arn,
    LicenseName: license.name,
    ProductName: license.productName,
    ProductSKU: license.sku,
    Issuer: { Name: issuer.name, KeyFingerprint: issuer.fingerprint },
    HomeRegion: license.homeRegion,
    Status: statusOf(license, now),
    Validity: { Begin: time(license.begin), End: time(license.end) },
    Entitlements: entitlements.map(({ name, unit, value, maxCount, allowCheckIn }) => ({
      Name: name,
      Unit: unit,
      Overage: false,
      AllowCheckIn: allowCheckIn ?? false,
      ...(value === undefined ? {} : { Value: value }),
      ...(maxCount === undefined ? {} : { MaxCount: maxCount }),
    })),
    ConsumptionConfiguration: {
      RenewType: 'None',
      ProvisionalConfiguration: { MaxTimeToLiveInMinutes: license.minutes },
    },
    LicenseMetadata: [],
    CreateTime: time(license.begin),
    Version: '1',
  };
}

/** API Reference, data type GrantedLicense. */
export function receivedOnWire({ arn, license, grant }: Received, now: number): unknown {
  return {
    ...licenseOnWire(arn, license, now),
    Beneficiary: `arn:aws:iam::${grant.grantee}:root`,
    ReceivedMetadata: { ReceivedStatus: grant.status, AllowedOperations: grant.operations },
  };
}

/** API Reference, data type Grant. */
export function grantOnWire(arn: string, grant: GrantState, license: LicenseState): unknown {
  return {
    GrantArn: arn,
    GrantName: grant.name,
    ParentArn: grant.license,
    LicenseArn: grant.license,
    GranteePrincipalArn: `arn:aws:iam::${grant.grantee}:root`,
    HomeRegion: license.homeRegion,
    GrantStatus: grant.status,
    Version: '1',
    GrantedOperations: grant.operations,
  };
}

/** @param ms since 1970 */
export function time(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}
