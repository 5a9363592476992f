import { lacking } from './lacking.ts';
import type { Entitlement, ReceivedLicense } from './license.ts';
import type { LicenseFailure } from './license-failure.ts';
import type { LicenseService } from './license-service.ts';
import { licenseStanding } from './license-standing.ts';
import type { LicenseVerdict } from './license-verdict.ts';
import { type LicenseWish, marketplaceFingerprint, type WantedEntitlement } from './license-wish.ts';
import type { Patience } from './patience.ts';

type Explained = Pick<LicenseVerdict, 'kind' | 'message' | 'hint' | 'licenseArn'>;

/**
 * Why AWS allows nothing: it says the same of a licence that has expired, one that does not cover what is asked, and of none. The licences
 * that the account has received tell them apart.
 * @throws the signal's reason; what is no error of AWS or the network
 */
export async function explainRefusal(
  wish: LicenseWish,
  service: LicenseService,
  { region, now, patience, signal }: Surroundings,
): Promise<Explained> {
  const asked = await patience.ask(() => service.licensesOf(region, wish.product, signal));
  signal?.throwIfAborted();
  if ('answer' in asked) return explained(wish, asked.answer, now);
  return {
    kind: 'missing',
    message: `AWS finds no licence that entitles this account to use ${wish.product}.`,
    hint: `It is not known whether there is none, or one that has expired or is used up: the licences could not be listed (${asked.failure.words}). ${listHint(asked.failure)}`,
  };
}

interface Surroundings {
  readonly region: string;
  readonly now: number;
  readonly patience: Patience;
  readonly signal?: AbortSignal | undefined;
}

function listHint({ kind }: LicenseFailure): string {
  if (kind === 'throttled') return 'AWS is busy: try again in a few minutes to be told.';
  if (kind === 'unreachable') return 'Check the network, then try again to be told.';
  return 'Permit license-manager:ListReceivedLicenses to be told.';
}

function explained(wish: LicenseWish, received: readonly ReceivedLicense[], now: number): Explained {
  const { product } = wish;
  const standing = received
    .map((license) => ({ license, ...licenseStanding(license, now) }))
    .filter(({ kind, license }) => kind !== 'deleted' && license.product === product);
  const ours = standing.filter(({ license }) => isIssuedBy(license, wish.fingerprint));
  const [usable] = ours
    .filter(({ kind }) => kind === 'valid' || kind === 'expiring')
    .sort((a, b) => uncovered(wish, a.license) - uncovered(wish, b.license));
  if (usable) return notCovered(wish, usable.license);
  const [pending] = ours.filter(({ kind }) => kind === 'pending');
  if (pending) return notYet(wish, pending.license);
  const [stopped] = ours.filter(({ kind }) => kind === 'stopped');
  if (stopped) return invalid(wish, stopped.license, stoppedWords(stopped.license), 'Ask the seller of the product.');
  const [expired] = ours.sort((a, b) => ((a.license.end ?? '') < (b.license.end ?? '') ? 1 : -1));
  if (expired) {
    const { end, arn } = expired.license;
    return {
      kind: 'expired',
      message: `The licence for ${product} has expired${end === undefined ? '' : `: it ended on ${end.slice(0, 10)}`}.`,
      hint: 'Renew the contract in AWS Marketplace, then try again.',
      licenseArn: arn,
    };
  }
  const [other] = standing;
  return {
    kind: 'missing',
    message: `This AWS account has no licence for ${product}.`,
    hint: other
      ? `There is one of another issuer, ${issuerWords(other.license)}.`
      : 'Subscribe to the product in AWS Marketplace with this account and accept its grant in AWS License Manager, then try again.',
  };
}

/** How much of a wish a licence has not, or not enough of; what may not be checked out of it least of all. */
function uncovered(wish: LicenseWish, license: ReceivedLicense): number {
  if (!mayBeCheckedOut(license)) return Number.POSITIVE_INFINITY;
  return wish.entitlements.filter(
    (wanted) => entitlementOf(license, wanted) === undefined || isTooMuch(license, wanted),
  ).length;
}

/** A licence that does not say what may be done with it is taken for one that may be used. */
function mayBeCheckedOut({ operations }: ReceivedLicense): boolean {
  return operations.length === 0 || operations.includes('CheckoutLicense');
}

function isTooMuch(license: ReceivedLicense, wanted: WantedEntitlement): boolean {
  const { maxCount, overage } = entitlementOf(license, wanted) ?? {};
  return maxCount !== undefined && overage !== true && Number(wanted.value) > maxCount;
}

function notCovered(wish: LicenseWish, license: ReceivedLicense): Explained {
  if (!mayBeCheckedOut(license)) {
    return invalid(
      wish,
      license,
      'may not be used by this account: its grant does not permit CheckoutLicense',
      'Ask whoever has given the grant to permit CheckoutLicense in it.',
    );
  }
  const absent = lacking(wish.entitlements, (wanted) => entitlementOf(license, wanted) !== undefined);
  if (absent.length > 0) {
    const has = license.entitlements.map(({ name, unit }) => `${name} (${unit})`).join(', ');
    const wanted = absent.map(({ name, unit }) => `${name} (${unit})`).join(', ');
    return invalid(
      wish,
      license,
      `does not have ${wanted}, but ${has || 'nothing'}`,
      'Check which plan the contract is for.',
    );
  }
  const tooMuch = wish.entitlements.find((wanted) => isTooMuch(license, wanted));
  if (tooMuch) {
    const most = entitlementOf(license, tooMuch)?.maxCount;
    return invalid(
      wish,
      license,
      `allows ${most} of ${tooMuch.name}, and ${tooMuch.value} are asked for`,
      'Ask for less, or change the contract in AWS Marketplace.',
    );
  }
  const names = wish.entitlements.map(({ name }) => name).join(', ');
  const isOwn = wish.fingerprint !== marketplaceFingerprint && wish.beneficiary === undefined;
  return invalid(
    wish,
    license,
    `is used up: AWS allows no more of ${names}`,
    isOwn
      ? 'If this account has made the licence itself, it has to be named as the beneficiary. Else stop what uses it.'
      : 'Stop what uses it (what was lent is free again after an hour), or extend the contract in AWS Marketplace.',
  );
}

function notYet(wish: LicenseWish, license: ReceivedLicense): Explained {
  const { receivedStatus = '', begin, status } = license;
  if (/PENDING_ACCEPT/.test(receivedStatus)) {
    return invalid(wish, license, 'waits for its grant to be accepted', 'Accept the grant in AWS License Manager.');
  }
  if (receivedStatus === 'WORKFLOW_COMPLETED') {
    return invalid(wish, license, 'waits for its grant to be activated', 'Activate the grant in AWS License Manager.');
  }
  const when =
    /PENDING/.test(`${status} ${receivedStatus}`) || begin === undefined ? '' : ` (it begins on ${begin.slice(0, 10)})`;
  return invalid(wish, license, `is not available yet${when}`, 'Try again later.');
}

function stoppedWords({ status, receivedStatus, receivedReason }: ReceivedLicense): string {
  if (status === 'SUSPENDED') return 'is suspended';
  if (status === 'DEACTIVATED') return 'is deactivated';
  return `is not in force: its grant is ${receivedStatus}${receivedReason === undefined ? '' : ` (${receivedReason})`}`;
}

function invalid({ product }: LicenseWish, { arn }: ReceivedLicense, words: string, hint: string): Explained {
  return { kind: 'invalid', message: `The licence for ${product} ${words}.`, hint, licenseArn: arn };
}

function entitlementOf({ entitlements }: ReceivedLicense, wanted: WantedEntitlement): Entitlement | undefined {
  return entitlements.find(({ name, unit }) => name === wanted.name && unit === wanted.unit);
}

/** A licence that does not say is taken for one of whom it is asked of. */
function isIssuedBy({ issuer }: ReceivedLicense, fingerprint: string): boolean {
  return issuer?.fingerprint === undefined || issuer.fingerprint === fingerprint;
}

function issuerWords({ issuer }: ReceivedLicense): string {
  const { name, fingerprint } = issuer ?? {};
  return [name, fingerprint].filter(Boolean).join(', ');
}
