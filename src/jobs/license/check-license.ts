import { checkLicense, type LicenseVerdict, type LicenseWish, type VerdictKind } from '#license';
import type { Code } from '#problem';
import type { AwsScope } from '../aws-scope.ts';
import type { Gateways } from '../gateways.ts';
import type { JobOptions } from '../job-options.ts';
import { everyPage } from './every-page.ts';

/** What came of a check, as a document: survives `structuredClone` and JSON. It holds no token. */
export interface LicenseReport extends Omit<LicenseVerdict, 'kind'> {
  readonly schemaVersion: 1;
  readonly job: 'license';
  readonly ok: boolean;
  readonly product: string;
  readonly verdict: VerdictKind;
  /** Absent where it is valid. */
  readonly code?: Code;
}

/** What is checked, and as whom. */
export interface LicenseQuestion {
  readonly wish: LicenseWish;
  /** Its region is asked first. */
  readonly scope: AwsScope;
  /** Give back what was lent. */
  readonly checkIn: boolean;
  /** How long AWS is asked again when it is busy or cannot be reached, in ms. */
  readonly patienceMs: number;
}

const codes: Readonly<Record<Exclude<VerdictKind, 'valid'>, Code>> = {
  expired: 'license-expired',
  invalid: 'license-invalid',
  missing: 'license-missing',
  refused: 'license-question-refused',
  denied: 'access-denied',
  throttled: 'rate-limited',
  unreachable: 'unreachable',
};

/**
 * Asks AWS License Manager whether a product may be used, as the program in a chart's image does: the same check.
 * @throws the signal's reason
 */
export async function licenseReport(
  { wish, scope, checkIn, patienceMs }: LicenseQuestion,
  { aws, clock }: Pick<Gateways, 'aws' | 'clock'>,
  { signal }: Pick<JobOptions, 'signal'>,
): Promise<LicenseReport> {
  const { licenses } = aws;
  const inRegion = (region: string): AwsScope => ({ ...scope, region });
  const { kind, ...told } = await checkLicense(
    wish,
    {
      checkOut: (region, asked, stop) => licenses.checkOut(inRegion(region), asked, stop),
      checkIn: (region, token, stop) => licenses.checkIn(inRegion(region), token, stop),
      licensesOf: (region, product, stop) =>
        everyPage('licences', (query) => licenses.received(inRegion(region), { ...query, product }, stop)),
    },
    { region: scope.region, patienceMs, checkIn, clock, ...(signal ? { signal } : {}) },
  );
  return {
    schemaVersion: 1,
    job: 'license',
    ok: kind === 'valid',
    product: wish.product,
    verdict: kind,
    ...(kind === 'valid' ? {} : { code: codes[kind] }),
    ...told,
  };
}
