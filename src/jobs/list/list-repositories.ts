import type { Gateways } from '../gateways.ts';
import type { JobOptions } from '../job-options.ts';
import type { PlanTarget } from '../plan-target.ts';
import { type Refusal, wholeList } from './paged-list.ts';
import { type ListedRepository, type RepositoriesFrom, repositoriesOf } from './repository-page.ts';

/** The repositories of a target, as a document: survives `structuredClone` and JSON. */
export interface RepositoryList {
  readonly schemaVersion: 1;
  readonly job: 'list';
  readonly list: 'repositories';
  readonly ok: true;
  readonly target: PlanTarget;
  readonly from: RepositoriesFrom;
  /** Of a Marketplace target: why it is not the Catalog. */
  readonly refusal?: Refusal;
  readonly repositories: readonly ListedRepository[];
}

/**
 * The repositories under a target's prefix, by name: all pages of {@link repositoryPage}.
 * @throws as that one
 */
export async function listRepositories(
  target: PlanTarget,
  named: () => Promise<readonly string[]>,
  gateways: Gateways,
  options: JobOptions,
): Promise<RepositoryList> {
  const { items, ...told } = await wholeList(repositoriesOf(target, named, gateways, options));
  const repositories = items.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { schemaVersion: 1, job: 'list', list: 'repositories', ok: true, target, ...told, repositories };
}
