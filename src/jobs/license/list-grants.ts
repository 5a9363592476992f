import type { LicenseGrant } from '#license';
import { ReleaseError } from '#problem';
import type { AwsScope } from '../aws-scope.ts';
import type { Gateways } from '../gateways.ts';
import type { JobOptions } from '../job-options.ts';
import { everyPage } from './every-page.ts';

/** The grants of an account, as a document: survives `structuredClone` and JSON. */
export interface GrantList {
  readonly schemaVersion: 1;
  readonly job: 'list';
  readonly list: 'grants';
  readonly ok: true;
  readonly region: string;
  /** By which this account has received licences. */
  readonly received: readonly LicenseGrant[];
  /** By which it has given its own to others. */
  readonly distributed: readonly LicenseGrant[];
  /** Why one of the two could not be listed. */
  readonly refusals: readonly string[];
}

/**
 * Grants of licences, received and given.
 * @param scope as whom, and in which region
 * @throws ReleaseError as the gateway does, when neither can be listed
 */
export async function listGrants(
  scope: AwsScope,
  { aws }: Pick<Gateways, 'aws'>,
  { signal }: Pick<JobOptions, 'signal'>,
): Promise<GrantList> {
  const { licenses } = aws;
  const [received, distributed] = await Promise.allSettled([
    everyPage('received grants', (query) => licenses.receivedGrants(scope, query, signal)),
    everyPage('distributed grants', (query) => licenses.distributedGrants(scope, query, signal)),
  ]);
  signal?.throwIfAborted();
  const failed = [received, distributed].flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  const [first] = failed;
  const isOneThere = failed.length === 1 && ReleaseError.is(first) && first.code === 'access-denied';
  if (failed.length > 0 && !isOneThere) throw first;
  return {
    schemaVersion: 1,
    job: 'list',
    list: 'grants',
    ok: true,
    region: scope.region,
    received: sorted(received),
    distributed: sorted(distributed),
    refusals: failed.map((error) => ReleaseError.from(error).message),
  };
}

function sorted(settled: PromiseSettledResult<LicenseGrant[]>): LicenseGrant[] {
  if (settled.status === 'rejected') return [];
  return settled.value.sort((a, b) => (`${a.name} ${a.arn}` < `${b.name} ${b.arn}` ? -1 : 1));
}
