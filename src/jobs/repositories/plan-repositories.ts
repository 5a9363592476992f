import { ReleaseError } from '#problem';
import { Limiter } from '#registry';
import { awsScope } from '../aws-scope.ts';
import type { Item } from '../item.ts';
import { isLoginEnd } from '../login-ended.ts';
import { referenceOf } from '../mirror/mirror-plan.ts';
import type { PlanContext } from '../mirror/plan-context.ts';
import { compareConfiguration, type HeldConfiguration } from './compare-configuration.ts';
import { type PlannedRepository, type RepositoryConfiguration, repositoryParts } from './configuration.ts';
import { registryOf } from './registry-of.ts';
import type { HeldRepository } from './repository-gateway.ts';

/** Repositories read at the same time; each takes up to four calls. */
const readsAtOnce = 8;

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
  context: PlanContext,
): Promise<PlannedRepository[]> {
  const taking = items.filter(({ outcome }) => outcome === 'copy' || outcome === 'present' || outcome === 'equivalent');
  const names = [...new Set(taking.map(({ target }) => referenceOf(target).repository))];
  const reads = new Limiter(readsAtOnce);
  const unread = new Map<string, Unread>();
  const planned = await Promise.all(
    names.map(async (name): Promise<PlannedRepository[]> => {
      if (missing.has(name)) return [{ name, action: 'create', differences: [] }];
      const held = await reads.run(() => readConfiguration(name, configuration, unread, context), context.signal);
      const found = compareConfiguration(configuration, held);
      if (found.length === 0) return [];
      const parts = repositoryParts.filter((part) => found.some((difference) => difference.part === part));
      const differences = found.map(({ words }) => words);
      if (!update || parts.length === 0) return [{ name, action: 'leave', differences }];
      return [{ name, action: 'update', differences, parts }];
    }),
  );
  for (const { error, count } of unread.values()) {
    const others = count > 1 ? `, and so for ${count - 1} more` : '';
    context.emit({ type: 'warning', code: error.code, message: `${error.message}${others}: not compared` });
  }
  return planned.flat();
}

interface Unread {
  readonly error: ReleaseError;
  count: number;
}

async function readConfiguration(
  repository: string,
  wanted: RepositoryConfiguration,
  unread: Map<string, Unread>,
  { target, gateways, signal }: PlanContext,
): Promise<HeldConfiguration> {
  const { repositories: ecr } = gateways.aws;
  const scope = awsScope(target);
  const place = { registryId: registryOf(target), repository };
  const readable = async <T>(what: string, read: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await read();
    } catch (error) {
      signal?.throwIfAborted();
      // What is compared decides no image: only a job that nobody is logged in for stops.
      if (isLoginEnd(error) || !ReleaseError.is(error)) throw error;
      // With the same right missing for hundreds of repositories, it is told once.
      const key = `${what} ${error.code}`;
      const known = unread.get(key);
      if (known) known.count++;
      else unread.set(key, { error, count: 1 });
      return undefined;
    }
  };
  const describes = wanted.tagMutability ?? wanted.scanOnPush ?? wanted.kmsKey ?? wanted.tags;
  const [held, policy, lifecycle] = await Promise.all([
    describes === undefined ? undefined : readable('repository', () => ecr.describe(scope, place, signal)),
    wanted.policy === undefined
      ? undefined
      : readable('policy', async () => ({ text: await ecr.policy(scope, place, signal) })),
    wanted.lifecycle === undefined
      ? undefined
      : readable('lifecycle', async () => ({ text: await ecr.lifecycle(scope, place, signal) })),
  ]);
  const tags = await tagsOf(held);
  return { repository: held, policy, lifecycle, tags };

  async function tagsOf(known: HeldRepository | undefined): Promise<Readonly<Record<string, string>> | undefined> {
    if (!known || wanted.tags === undefined) return undefined;
    return readable('tags', () => ecr.tags(scope, known.arn, signal));
  }
}
