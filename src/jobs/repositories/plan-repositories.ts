import type { ReleaseError } from '#problem';
import { Limiter } from '#registry';
import type { PlanContext } from '../images/plan-context.ts';
import type { Item } from '../item.ts';
import { referenceOf } from '../mirror/mirror-plan.ts';
import { compareConfiguration } from './compare-configuration.ts';
import { type PlannedRepository, type RepositoryConfiguration, repositoryParts } from './configuration.ts';
import { partDigest } from './part-digest.ts';
import { readConfiguration, type UnreadPart } from './read-configuration.ts';

/** Repositories read at the same time; each takes up to four calls. */
const readsAtOnce = 8;

/** What planning repositories needs of its job. */
export type RepositoriesContext = Pick<PlanContext, 'target' | 'gateways' | 'emit' | 'signal' | 'missing'>;

export interface RepositoryPlanInput {
  readonly items: readonly Pick<Item, 'outcome' | 'target'>[];
  /** The repositories that are not there. */
  readonly missing: ReadonlySet<string>;
  readonly configuration: RepositoryConfiguration;
  /** Whether those that are there are brought to the same configuration. */
  readonly update: boolean;
}

/**
 * What a run does to the repositories of its images: those to be made, in the order of the images, and those that are there and differ
 * from the settings. What can't be read is a warning, and not compared.
 * @throws the signal's reason; `setting-invalid` for ECR Public
 */
export async function planRepositories(
  { items, missing, configuration, update }: RepositoryPlanInput,
  context: RepositoriesContext,
): Promise<PlannedRepository[]> {
  const taking = items.filter(({ outcome }) => outcome === 'copy' || outcome === 'present' || outcome === 'equivalent');
  const names = [...new Set(taking.map(({ target }) => referenceOf(target).repository))];
  const reads = new Limiter(readsAtOnce);
  const unread = new Map<string, { readonly error: ReleaseError; count: number }>();
  // With the same right missing for hundreds of repositories, it is told once.
  const count = ({ what, error }: UnreadPart) => {
    const key = `${what} ${error.code}`;
    unread.set(key, { error, count: (unread.get(key)?.count ?? 0) + 1 });
  };
  const planned = await Promise.all(
    names.map(async (name): Promise<PlannedRepository[]> => {
      if (missing.has(name)) return [{ name, action: 'create', differences: [] }];
      const read = await reads.run(() => readConfiguration(name, configuration, context), context.signal);
      read.unread.forEach(count);
      const found = compareConfiguration(configuration, read.held);
      if (found.length === 0) return [];
      const parts = repositoryParts.filter((part) => found.some((difference) => difference.part === part));
      const differences = found.map(({ words }) => words);
      if (!update || parts.length === 0) return [{ name, action: 'leave', differences }];
      const held = Object.fromEntries(parts.map((part) => [part, partDigest(part, read.held, configuration)]));
      return [{ name, action: 'update', differences, parts, held }];
    }),
  );
  for (const { error, count: times } of unread.values()) {
    const others = times > 1 ? `, and so for ${times - 1} more` : '';
    context.emit({ type: 'warning', code: error.code, message: `${error.message}${others}: not compared` });
  }
  return planned.flat();
}
