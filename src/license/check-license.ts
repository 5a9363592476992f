import { explainRefusal } from './explain-refusal.ts';
import { failureOf, type LicenseFailure } from './license-failure.ts';
import type { CheckedOut, LicenseService } from './license-service.ts';
import type { LicenseVerdict, VerdictKind } from './license-verdict.ts';
import type { LicenseWish } from './license-wish.ts';

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

/** Time and chance, as a check needs them. */
export interface CheckClock {
  /** ms since the epoch */
  now(): number;
  /** @throws the signal's reason when it fires first */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** 0 ≤ x < 1, for jitter */
  random(): number;
}

const firstDelayMs = 1000;
const mostDelayMs = 20_000;

/**
 * Asks AWS License Manager whether a product may be used, as an installation does. Where AWS is busy or cannot be reached it is asked again,
 * each time after a longer wait, until patience ends; one that sends to another region is followed there once. A refusal is told apart
 * by the licences that the account has.
 * @throws the signal's reason; what is no error of AWS or the network
 */
export async function checkLicense(
  wish: LicenseWish,
  service: LicenseService,
  surroundings: CheckSurroundings,
): Promise<LicenseVerdict> {
  const { clock, patienceMs, signal } = surroundings;
  const until = clock.now() + patienceMs;
  const notes: string[] = [];
  let { region } = surroundings;
  let isRedirected = false;
  for (let attempts = 1; ; attempts += 1) {
    const asked = await attempt(service.checkOut(region, wish, signal));
    const about = { region, attempts, notes };
    if ('answer' in asked) return allowed(asked.answer, wish, service, surroundings, about);
    const { failure } = asked;
    if (failure.kind === 'redirect' && failure.region !== undefined && !isRedirected && failure.region !== region) {
      notes.push(`AWS sent from ${region} to ${failure.region}, where the licence is kept.`);
      region = failure.region;
      isRedirected = true;
      continue;
    }
    if (failure.kind === 'no-entitlement' || failure.kind === 'not-found') {
      return { ...(await explainRefusal(wish, service, { region, now: clock.now(), signal })), ...about };
    }
    const delay = waitBefore(attempts, clock);
    const isPassing = failure.kind === 'throttled' || failure.kind === 'unreachable';
    if (!isPassing || clock.now() + delay > until) return { ...inWords(failure, wish, about), ...about };
    await clock.sleep(delay, signal);
  }
}

/** Twice as long each time, of which a random half and more is waited: many pods that start together do not ask again together. */
function waitBefore(attempts: number, clock: CheckClock): number {
  const most = Math.min(firstDelayMs * 2 ** (attempts - 1), mostDelayMs);
  return Math.round(most * (0.5 + clock.random() / 2));
}

async function attempt<T>(asked: Promise<T>): Promise<{ readonly answer: T } | { readonly failure: LicenseFailure }> {
  try {
    return { answer: await asked };
  } catch (error) {
    const failure = failureOf(error);
    if (!failure) throw error;
    return { failure };
  }
}

type About = Pick<LicenseVerdict, 'region' | 'attempts' | 'notes'>;

async function allowed(
  { allowed: entitlements, licenseArn, expires, nodeId, consumptionToken }: CheckedOut,
  wish: LicenseWish,
  service: LicenseService,
  { checkIn, signal }: CheckSurroundings,
  about: About,
): Promise<LicenseVerdict> {
  const common = {
    ...(licenseArn === undefined ? {} : { licenseArn }),
    ...(expires === undefined ? {} : { expires }),
    ...(nodeId === undefined ? {} : { nodeId }),
  };
  if (entitlements.length === 0) {
    const names = wish.entitlements.map(({ name }) => name).join(', ');
    const message = `The licence for ${wish.product} allows none of what is asked for: ${names}.`;
    return { kind: 'invalid', message, hint: 'Check the names of the entitlements.', ...common, ...about };
  }
  const names = entitlements.map(({ name, value }) =>
    value === undefined || value === '' ? name : `${name}: ${value}`,
  );
  const verdict = {
    kind: 'valid' as const,
    message: `The licence for ${wish.product} is valid: ${names.join(', ')}.`,
    allowed: entitlements,
    ...common,
    ...about,
  };
  if (!checkIn || wish.consumption === 'perpetual' || consumptionToken === undefined) return verdict;
  const given = await attempt(service.checkIn(about.region, consumptionToken, signal));
  if ('answer' in given) return { ...verdict, checkedIn: true };
  const note = `What was taken could not be given back (${given.failure.words}); it is free again by itself${expires === undefined ? ' after an hour' : ` at ${expires}`}.`;
  return { ...verdict, checkedIn: false, notes: [...about.notes, note] };
}

const verdicts: Readonly<Partial<Record<LicenseFailure['kind'], VerdictKind>>> = {
  denied: 'denied',
  login: 'denied',
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

function sentences({ kind, words }: LicenseFailure, region: string): readonly [what: string, hint: string] {
  switch (kind) {
    case 'denied':
      return [
        `AWS does not permit it (${words})`,
        'The role or user needs license-manager:CheckoutLicense. In EKS, bind it to the service account.',
      ];
    case 'login':
      return [
        `AWS does not know who asks (${words})`,
        'Check the AWS credentials. In EKS, check that the service account is bound to a role.',
      ];
    case 'throttled':
      return ['AWS is busy', 'Try again in a few minutes.'];
    case 'unreachable':
      return [
        `AWS License Manager cannot be reached in ${region} (${words})`,
        `Check the network's way to license-manager.${region}.amazonaws.com, or the AWS endpoint if one is set.`,
      ];
    case 'redirect':
      return [`${region} is the wrong region (${words})`, 'Licences of AWS Marketplace are kept in us-east-1.'];
    default:
      return [
        `AWS does not take the question (${words})`,
        'Check the product id (prod-…), the entitlements with their units, and the issuer of the licence.',
      ];
  }
}
