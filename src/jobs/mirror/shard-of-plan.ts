import { ReleaseError } from '#problem';
import { isClean, summarise } from '../item.ts';
import { assignShards, type Shard, shardName } from '../shard.ts';
import { type MirrorPlan, planId, referenceOf } from './mirror-plan.ts';

/**
 * The part of a whole plan that one shard runs: the same split as when the shard makes a plan of its own. Of bytes the plan knows what
 * each image counts for; which of them other shards bring too, it does not.
 * @throws ReleaseError `usage` when the plan is that of another shard already
 */
export function shardOfPlan(plan: MirrorPlan, shard: Shard): MirrorPlan {
  if (plan.shard) {
    if (shardName(plan.shard) === shardName(shard)) return plan;
    throw new ReleaseError(
      'usage',
      `The plan is that of shard ${shardName(plan.shard)}; it has nothing of shard ${shardName(shard)}`,
      { hint: 'Leave the shard out to run what the plan has, or make a plan of the whole release.' },
    );
  }
  const repositoryOf = (target: string) => referenceOf(target).repository;
  const shards = assignShards(
    plan.items.map(({ target, outcome }) => ({ repository: repositoryOf(target), isIgnored: outcome === 'ignored' })),
    shard.count,
  );
  const isOurs = (repository: string) => shards.get(repository) === shard.index;
  const items = plan.items.filter(({ target }) => isOurs(repositoryOf(target)));
  const products = plan.products?.flatMap((product) => {
    const repositories = product.repositories.filter(isOurs);
    return repositories.length === 0 ? [] : [{ ...product, repositories }];
  });
  const { repositories: ofPlan, repositoryConfiguration, ...rest } = plan;
  const repositories = ofPlan?.filter(({ name }) => isOurs(name));
  const bytes = items.reduce((sum, item) => sum + item.bytes, 0);
  const part = {
    ...rest,
    ok: isClean(items),
    shard: { ...shard, images: plan.summary.prepared },
    ...(products === undefined ? {} : { products }),
    ...(repositories?.length && repositoryConfiguration ? { repositories, repositoryConfiguration } : {}),
    summary: summarise(items, bytes, 0),
    items,
  };
  return { ...part, planId: planId(part) };
}
