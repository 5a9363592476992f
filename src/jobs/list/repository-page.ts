import { repositoriesPage } from '#registry';
import { awsScope } from '../aws-scope.ts';
import type { Gateways } from '../gateways.ts';
import type { JobOptions } from '../job-options.ts';
import type { PlanTarget } from '../plan-target.ts';
import { Sessions } from '../sessions.ts';
import { catalogSource } from './catalog-source.ts';
import { onePage, type PageChoice, type PagedList, type Refusal } from './paged-list.ts';
import { registryIdOf } from './registry-id.ts';
import { type Answer, awsTells, registryTells, type Source } from './source.ts';
import { tokenSource } from './token-source.ts';

/** Who names repositories: the registry, AWS (ECR), the Marketplace Catalog or, when nobody may say, the release files. */
export type RepositoriesFrom = 'registry' | 'aws' | 'catalog' | 'files';

export interface ListedRepository {
  /** Without the target's prefix. */
  readonly name: string;
  readonly repository: string;
  /** ISO 8601 */
  readonly createdAt?: string;
  /** The Marketplace product that it belongs to; known only from the Catalog. */
  readonly product?: { readonly id: string; readonly title: string };
}

/** Some of the repositories under a target's prefix, in the order of who names them. */
export interface RepositoryPage {
  readonly from: RepositoriesFrom;
  /** Of a Marketplace target: why it is not the Catalog. Only on the first page. */
  readonly refusal?: Refusal;
  readonly repositories: readonly ListedRepository[];
  /** The cursor of the next page; absent at the end. */
  readonly next?: string;
}

/**
 * A page of the repositories under a target's prefix. Of AWS Marketplace they stand in the Catalog; when that is denied, ECR is asked,
 * and when that is denied too, which is usual, they are those that the release names. No more is asked than the page needs.
 * @param named the repositories that the release files come to; asked for only then
 * @throws ReleaseError `usage`, and what the registry or AWS answers
 */
export async function repositoryPage(
  target: PlanTarget,
  choice: PageChoice,
  named: () => Promise<readonly string[]>,
  gateways: Gateways,
  options: JobOptions,
): Promise<RepositoryPage> {
  const { items, ...told } = await onePage(repositoriesOf(target, named, gateways, options), choice);
  return { ...told, repositories: items };
}

/** A repository by its whole name. */
type Named = Omit<ListedRepository, 'repository'>;

/** The repositories under a target's prefix, and who can tell them. @throws ReleaseError `usage` */
export function repositoriesOf(
  target: PlanTarget,
  named: () => Promise<readonly string[]>,
  gateways: Gateways,
  options: JobOptions,
): PagedList<RepositoriesFrom, ListedRepository> {
  const name = `repositories of ${target.registry}/${target.prefix}`;
  const ours = (source: Source<Named>) => underPrefix(source, target.prefix);
  if (target.kind === 'oci')
    return { name, sources: [{ from: 'registry', source: ours(fromRegistry(target, gateways, options)) }] };
  const aws = { from: 'aws' as const, source: ours(fromEcr(target, gateways, options)) };
  if (target.kind === 'ecr') return { name, sources: [aws] };
  const catalog = { from: 'catalog' as const, source: ours(catalogSource(target, gateways, options)), isSmall: true };
  const files = { from: 'files' as const, source: ours(fromFiles(named)) };
  return { name, sources: [catalog, aws, files] };
}

/** Only what is under the prefix, named without it. */
function underPrefix(source: Source<Named>, prefix: string): Source<ListedRepository> {
  const start = prefix === '' ? '' : `${prefix}/`;
  const listed = ({ name, ...rest }: Named): ListedRepository[] =>
    name.startsWith(start) ? [{ name: name.slice(start.length), repository: name, ...rest }] : [];
  return {
    teller: source.teller,
    read: async (at, wanted): Promise<Answer<ListedRepository>> => {
      const { pieces, ...rest } = await source.read(at, wanted);
      return { pieces: pieces.map((piece) => ({ at: piece.at, items: piece.items.flatMap(listed) })), ...rest };
    },
  };
}

function fromRegistry({ registry }: PlanTarget, gateways: Gateways, { emit, signal }: JobOptions): Source<Named> {
  const sessions = new Sessions(gateways, emit);
  return tokenSource(registryTells(registry), async (path, size) => {
    const { names, next } = await repositoriesPage(await sessions.at(registry), { path, size }, signal);
    return { items: names.map((name) => ({ name })), next };
  });
}

function fromEcr(target: PlanTarget, { aws }: Gateways, { signal }: JobOptions): Source<Named> {
  const registryId = registryIdOf(target);
  return tokenSource(awsTells, async (nextToken, pageSize) => {
    const query = { registryId, pageSize, ...(nextToken === undefined ? {} : { nextToken }) };
    const page = await aws.ecrRepositories(awsScope(target), query, signal);
    return { items: page.items, next: page.nextToken };
  });
}

function fromFiles(named: () => Promise<readonly string[]>): Source<Named> {
  return tokenSource({ name: 'The release', fault: 'internal' }, async () => ({
    items: [...new Set(await named())].sort().map((name) => ({ name })),
    next: undefined,
  }));
}
