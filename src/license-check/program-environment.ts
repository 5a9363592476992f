import { type LicenseWish, marketplaceFingerprint, marketplaceLicenseRegion, type WantedEntitlement } from '#license';

/** What the environment asks for. */
export interface ProgramWish {
  readonly wish: LicenseWish;
  readonly region: string;
  readonly checkIn: boolean;
  /** Network trouble lets the installation go on. */
  readonly failOpen: boolean;
  readonly patienceMs: number;
}

/** The environment does not say what is to be checked. The message names the variable. */
export class EnvironmentError extends Error {}

type Environment = Readonly<Record<string, string | undefined>>;

const usualPatienceSeconds = 120;
/** A Job's own deadline comes before it. */
const mostPatienceSeconds = 3600;
const mostEntitlements = 100;

/** @throws EnvironmentError */
export function programWish(environment: Environment): ProgramWish {
  const consumption = environment.LICENSE_CONSUMPTION || 'provisional';
  if (consumption !== 'provisional' && consumption !== 'perpetual') {
    throw new EnvironmentError('LICENSE_CONSUMPTION has to be provisional or perpetual.');
  }
  const { LICENSE_NODE_ID: nodeId, LICENSE_BENEFICIARY: beneficiary } = environment;
  return {
    wish: {
      product: required(environment, 'LICENSE_PRODUCT', /^\S{1,255}$/, 'the id of the product, prod-…'),
      entitlements: entitlementsOf(environment.LICENSE_ENTITLEMENTS),
      consumption,
      clientToken: required(environment, 'LICENSE_CLIENT_TOKEN', /^\S{1,2048}$/, 'a text without spaces'),
      fingerprint: environment.LICENSE_KEY_FINGERPRINT || marketplaceFingerprint,
      ...(nodeId ? { nodeId } : {}),
      ...(beneficiary ? { beneficiary } : {}),
    },
    region: environment.AWS_REGION || marketplaceLicenseRegion,
    checkIn: flag(environment, 'LICENSE_CHECK_IN'),
    failOpen: flag(environment, 'LICENSE_FAIL_OPEN'),
    patienceMs: seconds(environment.LICENSE_PATIENCE_SECONDS) * 1000,
  };
}

function required(environment: Environment, name: string, shape: RegExp, words: string): string {
  const value = environment[name] ?? '';
  if (shape.test(value)) return value;
  throw new EnvironmentError(`${name} has to be ${words}.`);
}

function flag(environment: Environment, name: string): boolean {
  const value = environment[name] || 'false';
  if (value === 'true' || value === 'false') return value === 'true';
  throw new EnvironmentError(`${name} has to be true or false.`);
}

function seconds(text: string | undefined): number {
  if (!text) return usualPatienceSeconds;
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= mostPatienceSeconds) return value;
  throw new EnvironmentError(`LICENSE_PATIENCE_SECONDS has to be a number from 0 to ${mostPatienceSeconds}.`);
}

function entitlementsOf(text: string | undefined): WantedEntitlement[] {
  const list = parsed(text);
  if (!Array.isArray(list) || list.length === 0 || list.length > mostEntitlements) throw notEntitlements();
  return list.map((one: unknown) => {
    if (typeof one !== 'object' || one === null) throw notEntitlements();
    const { name, unit, value }: { name?: unknown; unit?: unknown; value?: unknown } = one;
    if (typeof name !== 'string' || name === '') throw notEntitlements();
    if (unit !== undefined && typeof unit !== 'string') throw notEntitlements();
    if (value !== undefined && typeof value !== 'string' && typeof value !== 'number') throw notEntitlements();
    return { name, unit: unit || 'None', ...(value === undefined || value === '' ? {} : { value: String(value) }) };
  });
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    throw notEntitlements();
  }
}

function notEntitlements(): EnvironmentError {
  return new EnvironmentError(
    'LICENSE_ENTITLEMENTS has to be a JSON list such as [{"name":"users","unit":"Count","value":"1"}].',
  );
}
