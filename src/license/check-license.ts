import { ReleaseError } from '#problem';
import type { CheckClock } from './check-clock.ts';
import { explainRefusal } from './explain-refusal.ts';
import { entitlementWords, lacking } from './lacking.ts';
import type { LicenseFailure } from './license-failure.ts';
import type { CheckedOut, LicenseService } from './license-service.ts';
import type { LicenseVerdict, VerdictKind } from './license-verdict.ts';
import type { LicenseWish, WantedEntitlement } from './license-wish.ts';
import { lingering } from './lingering.ts';
import { Patience } from './patience.ts';

/** What a check needs besides the service. */
export interface CheckSurroundings {
  /** Where AWS is asked first. */
  readonly region: string;
  /** How long AWS is asked again when it is busy or cannot be reached, in ms. */
  readonly patienceMs: number;
  /** Give back what was taken; only what was lent can be. */
  readonly checkIn: boolean;
  readonly clock: CheckClock;
  readonly signal?: AbortSignal;
}

/**
 * Asks AWS License Manager whether a product may be used, as an installation does. Where AWS is busy or cannot be reached it is asked again,
 * each time after a longer wait, until patience ends; one that sends to another region is followed there once. A refusal is told apart
 * by the licences that the account has. A checkout that has begun when the signal fires is waited for, for a while, and given back.
 * @throws the signal's reason, or `cancelled` around it with what has become of the checkout; what is no error of AWS or the network
 */
export async function checkLicense(
  wish: LicenseWish,
  service: LicenseService,
  surroundings: CheckSurroundings,
): Promise<LicenseVerdict> {
  const { clock, patienceMs, signal } = surroundings;
  signal?.throwIfAborted();
  const writes = lingering(signal, clock);
  const until = clock.now() + patienceMs;
  const patience = new Patience({ clock, until, signal });
  try {
    return await check({ ...surroundings, wish, service, patience, writes: writes.signal });
  } finally {
    writes.end();
  }
}

interface Check extends CheckSurroundings {
  readonly wish: LicenseWish;
  readonly service: LicenseService;
  readonly patience: Patience;
  /** For what changes something at AWS. */
  readonly writes: AbortSignal;
}

async function check(parts: Check): Promise<LicenseVerdict> {
  const { wish, service, patience, writes, clock, signal } = parts;
  const notes: string[] = [];
  let { region } = parts;
  let attempts = 0;
  let isRedirected = false;
  for (;;) {
    const here = region;
    const asked = await patience.ask(() => service.checkOut(here, wish, writes));
    attempts += asked.attempts;
    const about = { region, attempts, notes };
    if ('answer' in asked) return taken(asked.answer, parts, about);
    const { failure, mayBeDone } = asked;
    if (mayBeDone) notes.push(lostWords(wish));
    if (signal?.aborted) throw stopped(signal, mayBeDone ? lostWords(wish) : undefined);
    if (failure.kind === 'redirect' && failure.region !== undefined && !isRedirected && failure.region !== region) {
      notes.push(`AWS sent from ${region} to ${failure.region}, where the licence is kept.`);
      region = failure.region;
      isRedirected = true;
      continue;
    }
    if (failure.kind === 'no-entitlement' || failure.kind === 'not-found') {
      return { ...(await explainRefusal(wish, service, { region, now: clock.now(), patience, signal })), ...about };
    }
    return { ...inWords(failure, wish, about), ...about };
  }
}

type About = Pick<LicenseVerdict, 'region' | 'attempts' | 'notes'>;

/** AWS has allowed something: is it what was asked for, and is it given back? */
async function taken(answer: CheckedOut, parts: Check, about: About): Promise<LicenseVerdict> {
  const { wish, signal } = parts;
  const { allowed, licenseArn, expires, nodeId } = answer;
  const absent = lacking(wish.entitlements, (wanted) => isAllowed(allowed, wanted));
  const mustGiveBack = absent.length > 0 || signal?.aborted === true;
  const end = await giveBack(answer, parts, about, mustGiveBack);
  if (signal?.aborted) throw stopped(signal, end.words ?? heldWords(answer, wish));
  const isUsedUp = wish.consumption === 'perpetual' && absent.length > 0 && allowed.length > 0;
  const notes = [
    ...about.notes,
    ...(end.checkedIn === false ? [end.words] : []),
    ...(isUsedUp ? [heldWords(answer, wish)] : []),
  ];
  const common = {
    ...(licenseArn === undefined ? {} : { licenseArn }),
    ...(expires === undefined ? {} : { expires }),
    ...(nodeId === undefined ? {} : { nodeId }),
    ...about,
    ...(end.checkedIn === undefined ? {} : { checkedIn: end.checkedIn }),
    notes,
  };
  if (absent.length > 0) return { ...notAllowed(absent, answer, wish), ...common };
  const message = `The licence for ${wish.product} is valid: ${entitlementWords(allowed)}.`;
  return { kind: 'valid', message, allowed, ...common };
}

/** An amount that AWS does not repeat is the one that was asked for. */
function isAllowed(allowed: CheckedOut['allowed'], { name, value }: WantedEntitlement): boolean {
  return allowed.some((one) => one.name === name && !(Number(one.value || value) < Number(value)));
}

function notAllowed(
  absent: readonly WantedEntitlement[],
  { allowed }: CheckedOut,
  { product }: LicenseWish,
): Pick<LicenseVerdict, 'kind' | 'message' | 'hint'> {
  const names = entitlementWords(absent);
  if (allowed.length === 0) {
    const message = `The licence for ${product} allows none of what is asked for: ${names}.`;
    return { kind: 'invalid', message, hint: 'Check the names of the entitlements.' };
  }
  return {
    kind: 'invalid',
    message: `The licence for ${product} allows ${entitlementWords(allowed)}, but not ${names}.`,
    hint: 'Check which plan the contract is for, or ask for less.',
  };
}

interface GivenBack {
  /** Absent where nothing was to be given back. */
  readonly checkedIn?: boolean;
  readonly words?: string;
}

async function giveBack(
  { consumptionToken, expires }: CheckedOut,
  { wish, service, checkIn, patience, writes }: Check,
  { region }: About,
  mustGiveBack: boolean,
): Promise<GivenBack & ({ readonly checkedIn: false; readonly words: string } | { readonly checkedIn?: true })> {
  if (wish.consumption === 'perpetual' || consumptionToken === undefined) return {};
  if (!checkIn && !mustGiveBack) return {};
  const given = await patience.ask(() => service.checkIn(region, consumptionToken, writes), [consumptionToken]);
  if ('answer' in given) return { checkedIn: true, words: 'What was taken has been given back.' };
  const { failure } = given;
  const words = `What was taken could not be given back (${failure.words}); it is free again by itself ${whenFree(expires)}.`;
  return { checkedIn: false, words };
}

function whenFree(expires: string | undefined): string {
  return expires === undefined ? 'after an hour' : `at ${expires}`;
}

function heldWords({ allowed, expires }: CheckedOut, { consumption }: LicenseWish): string {
  const what = entitlementWords(allowed);
  return consumption === 'perpetual'
    ? `This has been used up for good: ${what}.`
    : `What was taken is free again ${whenFree(expires)}.`;
}

/** AWS's answer to the checkout is not known. */
function lostWords({ consumption, entitlements }: LicenseWish): string {
  const what = entitlementWords(entitlements);
  return consumption === 'perpetual'
    ? `An answer of AWS was lost, so this may have been used up for good: ${what}.`
    : `An answer of AWS was lost, so what is asked for may be held for an hour: ${what}.`;
}

/** The reason itself where nothing is left of the checkout. */
function stopped({ reason }: AbortSignal, words: string | undefined): unknown {
  if (words === undefined) return reason;
  const message = ReleaseError.is(reason) ? reason.message : 'The check of the licence was stopped';
  return new ReleaseError('cancelled', message, { hint: words, cause: reason });
}

const verdicts: Readonly<Partial<Record<LicenseFailure['kind'], VerdictKind>>> = {
  denied: 'denied',
  login: 'denied',
  clock: 'denied',
  throttled: 'throttled',
  unreachable: 'unreachable',
};

/** What is no answer about the licence. */
function inWords(
  failure: LicenseFailure,
  { product }: LicenseWish,
  { region }: About,
): Pick<LicenseVerdict, 'kind' | 'message' | 'hint' | 'theirCode'> {
  const [what, hint] = sentences(failure, region);
  return {
    kind: verdicts[failure.kind] ?? 'refused',
    message: `The licence for ${product} could not be checked: ${what}.`,
    hint,
    ...(failure.theirCode === undefined ? {} : { theirCode: failure.theirCode }),
  };
}

function sentences(failure: LicenseFailure, region: string): readonly [what: string, hint: string] {
  const { kind, words } = failure;
  switch (kind) {
    case 'denied':
      return [`AWS does not permit it (${words})`, credentialsHint(words) ?? rightsHint];
    case 'login':
      return [
        `AWS does not know who asks (${words})`,
        credentialsHint(words) ??
          'Check the AWS credentials. In EKS, check that the service account is bound to a role.',
      ];
    case 'clock':
      return [
        `AWS finds the time of the question wrong (${words})`,
        'Set the clock of this machine; in Kubernetes, that of the node.',
      ];
    case 'throttled':
      return ['AWS is busy', 'Try again in a few minutes.'];
    case 'unreachable':
      return [
        `AWS License Manager cannot be reached in ${region} (${words})`,
        `Check the network's way to license-manager.${region}.amazonaws.com, HTTPS_PROXY and NO_PROXY, or the AWS endpoint if one is set.`,
      ];
    case 'redirect':
      return [`${region} is the wrong region (${words})`, 'Licences of AWS Marketplace are kept in us-east-1.'];
    default:
      return [
        `AWS does not take the question (${words})`,
        credentialsHint(words) ??
          'Check the product id (prod-…), the entitlements with their units, and the issuer of the licence.',
      ];
  }
}

const rightsHint =
  'The role or user needs license-manager:CheckoutLicense, license-manager:ListReceivedLicenses and license-manager:CheckInLicense. In EKS, bind it to the service account.';

/** Where it is not the check that is refused, but the way to its credentials; the call is named in the words. */
function credentialsHint(words: string): string | undefined {
  if (/GetAccessToken/.test(words)) {
    return "The licence's token is not taken: make a new one in AWS License Manager, and put it into the secret.";
  }
  return /AssumeRole/.test(words)
    ? "Check AWS_ROLE_ARN, and the trust policy of that role: it has to let this service account, or the licence's token, assume it."
    : undefined;
}
