import { createHash } from 'node:crypto';
import { otherAccount, sandboxRegion, sellerAccount } from '../aws/identity.ts';
import type { GrantState, LicenseState, LicensesState } from '../store/license-state.ts';

/** The account that issues the licences of AWS Marketplace, with the key that it signs with (AWS Marketplace Seller Guide). */
const marketplace = {
  account: '294406891311',
  name: 'AWS/Marketplace',
  fingerprint: 'aws:294406891311:AWS/Marketplace:issuer-fingerprint',
};

/** The seller, who has made a licence to test with. */
const seller = {
  account: sellerAccount.account,
  name: 'sandbox-seller',
  fingerprint: `aws:${sellerAccount.account}:sandbox-seller:issuer-fingerprint`,
};

/** What an account may do with a licence of AWS Marketplace. */
const operations = ['CheckoutLicense', 'CheckInLicense', 'ExtendConsumptionLicense', 'CreateToken'];

const dayMs = 86_400_000;
const yearMs = 365 * dayMs;

type Sample = Partial<Omit<LicenseState, 'issuer'>> & {
  readonly sku: string;
  readonly productName: string;
  readonly grant?: string;
};

const usage = { name: 'AWS::Marketplace::Usage', unit: 'None', value: 'Enabled' };

function samples(now: number): Sample[] {
  return [
    {
      sku: 'prod-c8m5nd4k2x7qa',
      productName: 'Camunda 8',
      entitlements: [
        usage,
        { name: 'Enterprise', unit: 'None', value: 'Enabled' },
        { name: 'clusters', unit: 'Count', maxCount: 100, allowCheckIn: true, consumed: 37 },
        { name: 'AWS::Marketplace::Drawdown/instances', unit: 'Count', maxCount: 1000, consumed: 400 },
      ],
    },
    { sku: 'prod-endingsoon000', productName: 'Ending soon', end: now + 12 * dayMs },
    { sku: 'prod-expired000000', productName: 'Expired', begin: now - 2 * yearMs, end: now - 30 * dayMs },
    { sku: 'prod-suspended0000', productName: 'Suspended', status: 'SUSPENDED' },
    { sku: 'prod-deactivated00', productName: 'Deactivated', status: 'DEACTIVATED' },
    { sku: 'prod-notaccepted00', productName: 'Not accepted', grant: 'PENDING_ACCEPT' },
    {
      sku: 'prod-almostusedup0',
      productName: 'Almost used up',
      entitlements: [{ name: 'seats', unit: 'Count', maxCount: 100, allowCheckIn: true, consumed: 99 }],
    },
    { sku: 'prod-elsewhere0000', productName: 'Kept in another region', homeRegion: 'eu-west-1' },
  ];
}

/**
 * What the account has licences for: products of which it is a buyer, each in another state, and one that it has made itself to test
 * with, granted to itself, to the other account and to a third that has not accepted.
 * @param now milliseconds since 1970
 */
export function sampleLicenses(now: number): LicensesState {
  const state: LicensesState = { licenses: new Map(), grants: new Map(), checkouts: new Map() };
  for (const { grant: status = 'ACTIVE', ...sample } of samples(now)) {
    const license = licenseOf({ ...sample, issuer: marketplace }, now);
    const arn = addLicense(state, license);
    addGrant(state, license, { name: license.name, license: arn, grantee: sellerAccount.account, status, operations });
  }
  const own = licenseOf({ sku: 'prod-sellerstest00', productName: 'Camunda 8 (test)', issuer: seller }, now);
  const arn = addLicense(state, own);
  for (const [name, grantee, status] of [
    ['test-own-account', sellerAccount.account, 'ACTIVE'],
    ['test-buyer', otherAccount.account, 'ACTIVE'],
    ['test-not-accepted', '777788889999', 'PENDING_ACCEPT'],
  ] as const) {
    addGrant(state, own, { name, license: arn, grantee, status, operations });
  }
  return state;
}

function licenseOf(sample: Omit<Sample, 'grant'> & Pick<LicenseState, 'issuer'>, now: number): LicenseState {
  return {
    name: `${sample.productName} licence`,
    homeRegion: sandboxRegion,
    status: 'AVAILABLE',
    begin: now - 90 * dayMs,
    end: now + yearMs,
    entitlements: [usage],
    minutes: 60,
    ...sample,
  };
}

function addLicense({ licenses }: LicensesState, license: LicenseState): string {
  const arn = `arn:aws:license-manager::${license.issuer.account}:license:l-${idOf(license.sku)}`;
  licenses.set(arn, license);
  return arn;
}

function addGrant({ grants }: LicensesState, { issuer, sku }: LicenseState, grant: GrantState): void {
  grants.set(`arn:aws:license-manager::${issuer.account}:grant:g-${idOf(`${sku} ${grant.grantee}`)}`, grant);
}

/** 32 hex digits, as AWS's. */
function idOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
