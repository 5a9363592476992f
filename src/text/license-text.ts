import type { GrantList, LicenseGrant, LicenseList, LicenseReport, LicenseUse, ListedLicense } from '#jobs';
import { formatCount } from './amounts.ts';
import { type Line, line, type Style, span } from './line.ts';
import { wrap } from './wrap.ts';

const standings: Readonly<Record<ListedLicense['standing']['kind'], Style | undefined>> = {
  valid: 'good',
  expiring: 'warn',
  expired: 'bad',
  pending: 'warn',
  stopped: 'bad',
  deleted: 'muted',
};

/** The licences of an account: how each stands, and below it what it entitles to. */
export function licensesText({ licenses, region, usageRefusal }: LicenseList, width: number): Line[] {
  const words = licenses.map(licenseStandingWords);
  const widest = longest(words);
  const products = longest(licenses.map(({ product }) => product));
  return [
    line(`Licences in ${region}`, 'strong'),
    line(),
    ...licenses.flatMap((license, at) => [
      [
        span(`  ${(words[at] ?? '').padEnd(widest)}`, standings[license.standing.kind]),
        span(`  ${license.product.padEnd(products)}  ${nameOf(license)}`),
      ],
      ...entitlementLines(license, widest + 4),
    ]),
    ...(licenses.length === 0 ? [] : [line()]),
    line(`  ${formatCount(licenses.length, 'licence')}; dates are UTC`),
    ...(usageRefusal === undefined
      ? []
      : wrap(`AWS does not say how much is in use${ofWhich(licenses)}: ${usageRefusal}`, width - 2).map((text) =>
          line(`  ${text}`),
        )),
  ];
}

/** Nothing where it is unknown of all. */
function ofWhich(licenses: readonly ListedLicense[]): string {
  const unknown = licenses.filter(({ uses }) => uses === undefined).length;
  return unknown === licenses.length ? '' : ` of ${unknown} of them`;
}

/** A licence with how it stands. */
type StandingLicense = Pick<ListedLicense, 'standing' | 'status' | 'end' | 'receivedStatus'>;

/** `valid, 354 days left`, `expired 2026-01-31`, `suspended`. */
export function licenseStandingWords({ standing, status, end, receivedStatus }: StandingLicense): string {
  const { kind, daysLeft } = standing;
  if (kind === 'expired') return `expired${end === undefined ? '' : ` ${end.slice(0, 10)}`}`;
  if (kind === 'stopped') return status === 'AVAILABLE' ? `grant ${lower(receivedStatus)}` : lower(status);
  if (kind === 'pending') return pendingWords(receivedStatus);
  if (kind === 'deleted') return 'deleted';
  if (daysLeft === undefined) return 'valid';
  return daysLeft < 1 ? 'valid, ends today' : `valid, ${formatCount(daysLeft, 'day')} left`;
}

function pendingWords(receivedStatus: string | undefined): string {
  if (receivedStatus === 'PENDING_ACCEPT') return 'not accepted';
  return receivedStatus === 'WORKFLOW_COMPLETED' ? 'not activated' : 'not yet available';
}

function nameOf({ productName, name, issuer }: ListedLicense): string {
  return [productName ?? name, ...(issuer?.name === undefined ? [] : [`from ${issuer.name}`])]
    .filter(Boolean)
    .join('  ');
}

function entitlementLines({ entitlements, uses = [] }: ListedLicense, indent: number): Line[] {
  const widest = longest(entitlements.map(({ name }) => name));
  return entitlements.map(({ name, unit, value, maxCount, overage }) => {
    const use = uses.find((one) => one.name === name && one.unit === unit);
    const most = amountOf(use, unit, value, maxCount);
    const amount = overage === true ? `${most}, more is paid for` : most;
    return line(`${' '.repeat(indent)}${name.padEnd(widest)}  ${amount}`.trimEnd(), 'muted');
  });
}

/** `37 of 100`, `37 of 100 Gigabytes`, `Enabled`: of what is no amount, nothing is in use. */
function amountOf(
  use: LicenseUse | undefined,
  unit: string,
  value: string | undefined,
  most: number | undefined,
): string {
  const unitWord = unit === 'Count' || unit === 'None' ? '' : ` ${unit}`;
  if (unit === 'None' && most === undefined && value !== undefined) return value;
  if (use) return `${use.consumed}${use.max === undefined ? '' : ` of ${use.max}`}${unitWord}`;
  return most === undefined ? (value ?? '') : `up to ${most}${unitWord}`;
}

/** Grants, received and given. */
export function grantsText({ received, distributed, region, refusals }: GrantList, width: number): Line[] {
  return [
    ...grantLines(`Grants received in ${region}`, received),
    line(),
    ...grantLines(`Grants given to others in ${region}`, distributed),
    ...refusals.flatMap((text) => wrap(text, width - 2)).map((text) => line(`  ${text}`, 'warn')),
  ];
}

function grantLines(title: string, grants: readonly LicenseGrant[]): Line[] {
  const words = grants.map(({ status, statusReason }) => {
    const word = lower(status);
    return statusReason === undefined ? word : `${word} (${statusReason})`;
  });
  const widest = longest(words);
  const names = longest(grants.map(({ name = '' }) => name));
  return [
    line(title, 'strong'),
    line(),
    ...grants.map(({ name = '', grantee, licenseArn, status }, at) => [
      span(`  ${(words[at] ?? '').padEnd(widest)}`, status === 'ACTIVE' ? 'good' : 'warn'),
      span(`  ${name.padEnd(names)}  ${grantee === undefined ? '' : `to ${accountOf(grantee)}  `}${licenseArn}`),
    ]),
    ...(grants.length === 0 ? [] : [line()]),
    line(`  ${formatCount(grants.length, 'grant')}`),
  ];
}

/** What came of a check: the sentence, what to do, what else there is to know. */
export function licenseText(
  { ok, message, hint, notes, region, expires, checkedIn }: LicenseReport,
  width: number,
): Line[] {
  const facts = [
    ...(checkedIn === true ? ['What was taken has been given back.'] : []),
    ...(ok && checkedIn === undefined && expires !== undefined ? [`What was taken is free again at ${expires}.`] : []),
    ...notes,
    `Asked in ${region}.`,
  ];
  const wrapped = (text: string, style?: Style) => wrap(text, width - 2).map((part) => line(`  ${part}`, style));
  return [
    line(message, ok ? 'good' : 'bad'),
    ...(hint === undefined ? [] : wrapped(hint)),
    ...facts.flatMap((fact) => wrapped(fact, 'muted')),
  ];
}

/** AWS's account of an ARN such as `arn:aws:iam::444455556666:root`. */
function accountOf(arn: string): string {
  return /^arn:[^:]*:iam::(\d{12}):root$/.exec(arn)?.[1] ?? arn;
}

/** `PENDING_ACCEPT` as `pending accept`. */
function lower(status = ''): string {
  return status.toLowerCase().replaceAll('_', ' ');
}

function longest(texts: readonly string[]): number {
  return texts.reduce((width, text) => Math.max(width, text.length), 0);
}
