import { type LicenseStanding, type LicenseUse, licenseStanding, type ReceivedLicense } from '#license';
import { ReleaseError } from '#problem';
import type { AwsScope } from '../aws-scope.ts';
import type { Gateways } from '../gateways.ts';
import { inLanes } from '../in-lanes.ts';
import type { JobOptions } from '../job-options.ts';
import { everyPage } from './every-page.ts';

/** A licence of the list, and what is made of it. */
export interface ListedLicense extends ReceivedLicense {
  readonly standing: LicenseStanding;
  /** How much is in use; absent where AWS does not say so to this account. */
  readonly uses?: readonly LicenseUse[];
}

/** The licences that an account has received, as a document: survives `structuredClone` and JSON. */
export interface LicenseList {
  readonly schemaVersion: 1;
  readonly job: 'list';
  readonly list: 'licenses';
  readonly ok: true;
  readonly region: string;
  /** Those that end first come first; those without an end last. */
  readonly licenses: readonly ListedLicense[];
  /** Why it is not known of some, or of all, what is in use: those without `uses`. */
  readonly usageRefusal?: string;
}

/** License Manager has a low rate (AWS General Reference, "AWS License Manager endpoints and quotas"). */
const lanes = 4;

/**
 * The licences that this account has received, and how much of them is in use.
 * @param scope as whom, and in which region: that of AWS Marketplace's licences is us-east-1
 * @throws ReleaseError as the gateway does
 */
export async function listLicenses(
  scope: AwsScope,
  gateways: Pick<Gateways, 'aws' | 'clock'>,
  { signal }: Pick<JobOptions, 'signal'>,
): Promise<LicenseList> {
  const { aws, clock } = gateways;
  const received = await everyPage('licences', (query) => aws.licenses.received(scope, query, signal));
  const uses = new Map<string, readonly LicenseUse[]>();
  const refusals = new Set<string>();
  const shown = received.filter(({ status }) => status !== 'DELETED');
  const result = inLanes(shown, lanes, async ({ arn }) => {
    try {
      uses.set(arn, await aws.licenses.usage(scope, arn, signal));
    } catch (error) {
      signal?.throwIfAborted();
      // The list is of use without it.
      if (!ReleaseError.is(error)) throw error;
      refusals.add(error.message);
    }
  });
  await result;
  const now = clock.now();
  const [refusal] = refusals;
  return {
    schemaVersion: 1,
    job: 'list',
    list: 'licenses',
    ok: true,
    region: scope.region,
    licenses: shown
      .map((license): ListedLicense => {
        const used = uses.get(license.arn);
        return { ...license, standing: licenseStanding(license, now), ...(used ? { uses: used } : {}) };
      })
      .sort((a, b) => order(a).localeCompare(order(b))),
    ...(refusal === undefined ? {} : { usageRefusal: refusal }),
  };
}

function order({ end = '~', product, arn }: ReceivedLicense): string {
  return `${end} ${product} ${arn}`;
}
