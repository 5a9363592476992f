import { type Code, ReleaseError } from '#problem';
import { parseEcrHost } from '#reference';
import { listRepositories as listCatalogue } from '#registry';
import { awsScope } from '../aws-scope.ts';
import type { Gateways } from '../gateways.ts';
import type { JobOptions } from '../job-options.ts';
import type { PlanTarget } from '../mirror/mirror-plan.ts';
import { Sessions } from '../sessions.ts';
import { allPages } from './all-pages.ts';

/** The repositories of a target, as a document: survives `structuredClone` and JSON. */
export interface RepositoryList {
  readonly schemaVersion: 1;
  readonly job: 'list';
  readonly list: 'repositories';
  readonly ok: true;
  readonly target: PlanTarget;
  /** Who named them: the registry, AWS, or, when neither may say, the release files. */
  readonly from: 'registry' | 'aws' | 'files';
  /** Why it is the release files. */
  readonly refusal?: { readonly code: Code; readonly message: string };
  readonly repositories: readonly ListedRepository[];
}

interface ListedRepository {
  /** Without the target's prefix. */
  readonly name: string;
  readonly repository: string;
  /** ISO 8601 */
  readonly createdAt?: string;
}

type Found = Pick<RepositoryList, 'from' | 'refusal'> & {
  readonly found: readonly { readonly name: string; readonly createdAt?: string }[];
};

/**
 * The repositories under a target's prefix, by name. AWS Marketplace usually does not tell a seller; then they are those that the
 * release names.
 * @param named the repositories that the release files come to; asked for only then
 * @throws ReleaseError what the registry or AWS answers
 */
export async function listRepositories(
  target: PlanTarget,
  named: () => Promise<readonly string[]>,
  gateways: Gateways,
  options: JobOptions,
): Promise<RepositoryList> {
  const { found, ...told } =
    target.kind === 'oci'
      ? await fromRegistry(target, gateways, options)
      : await fromAws(target, named, gateways, options);
  const start = target.prefix === '' ? '' : `${target.prefix}/`;
  const repositories = found
    .filter(({ name }) => name.startsWith(start))
    .map(({ name, ...rest }) => ({ name: name.slice(start.length), repository: name, ...rest }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return { schemaVersion: 1, job: 'list', list: 'repositories', ok: true, target, ...told, repositories };
}

async function fromRegistry(target: PlanTarget, gateways: Gateways, { emit, signal }: JobOptions): Promise<Found> {
  const session = await new Sessions(gateways, emit).at(target.registry);
  return { from: 'registry', found: (await listCatalogue(session, signal)).map((name) => ({ name })) };
}

async function fromAws(
  target: PlanTarget,
  named: () => Promise<readonly string[]>,
  { aws }: Gateways,
  { signal }: JobOptions,
): Promise<Found> {
  try {
    const registryId = registryIdOf(target);
    const found = await allPages((nextToken) =>
      aws.ecrRepositories(awsScope(target), { registryId, ...(nextToken === undefined ? {} : { nextToken }) }, signal),
    );
    return { from: 'aws', found };
  } catch (error) {
    if (!ReleaseError.is(error) || error.code !== 'access-denied' || target.kind !== 'marketplace') throw error;
    const names = [...new Set(await named())];
    return {
      from: 'files',
      refusal: { code: error.code, message: error.message },
      found: names.map((name) => ({ name })),
    };
  }
}

/**
 * The account whose registry it is, from its name.
 * @throws ReleaseError `usage`
 */
export function registryIdOf({ registry, kind }: Pick<PlanTarget, 'registry' | 'kind'>): string {
  const account = parseEcrHost(registry)?.account;
  if (account !== undefined) return account;
  throw new ReleaseError(
    'usage',
    `${registry} is no ECR registry, so AWS cannot list it, though the target is of kind ${kind}`,
    {
      hint: 'Set target.kind: oci.',
    },
  );
}
