import { ReleaseError } from '#problem';
import { shortDigest } from '#reference';
import { awsScope } from '../aws-scope.ts';
import type { PlannedChanges } from '../derive/planned-changes.ts';
import { movedEndpoints } from '../endpoints.ts';
import type { Gateways } from '../gateways.ts';
import { inLanes } from '../in-lanes.ts';
import type { Item } from '../item.ts';
import type { JobOptions } from '../job-options.ts';
import type { PlannedRepository } from '../repositories/configuration.ts';
import { movedRepository } from '../repositories/moved-repository.ts';
import { neededRepositories } from '../repositories/needed-repositories.ts';
import type { Sessions } from '../sessions.ts';
import { agedVerdicts } from '../trust/aged-verdicts.ts';
import { type MirrorPlan, readPlaceOf, referenceOf } from './mirror-plan.ts';

/** As many as a registry is asked at a time. */
const tagsAtOnce = 64;
/** Each takes up to four calls. */
const repositoriesAtOnce = 8;

/**
 * Holds a plan's place against the world as it is now: its age, account and endpoints. Before anything is written, the error log's object too:
 * under another account or at other endpoints that would be another's, and the tags are other tags.
 * @throws ReleaseError `plan-stale` with every difference; AWS login trouble
 */
export async function recheckPlace(plan: MirrorPlan, gateways: Gateways, signal?: AbortSignal): Promise<void> {
  const aged = agedVerdicts(plan, gateways.clock.now());
  if (aged.length > 0) refuseMoved(plan, aged);
  const account = await movedAccount(plan, gateways, signal);
  refuseMoved(plan, account.length > 0 ? account : await movedEndpoints(plan, gateways));
}

/**
 * Holds a plan against the place as it is now: files that are added to images, source tags, target tags, and repositories that would be
 * changed. What holds already what the plan would write is no difference: that is how an interrupted run goes on.
 * @throws ReleaseError `plan-stale` with every difference
 */
export async function recheck(
  plan: MirrorPlan,
  gateways: Gateways,
  { sessions, changes }: { readonly sessions: Sessions; readonly changes: PlannedChanges },
  { emit, signal }: JobOptions,
): Promise<void> {
  const tags = async (item: Item) => {
    try {
      return await movedTags(item, sessions, signal);
    } catch (error) {
      // What can't be read is that image's trouble, and will be its outcome: a difference is what stops the job.
      signal?.throwIfAborted();
      const { code, message } = ReleaseError.from(error);
      emit({ type: 'warning', code, message, item: item.target });
      return [];
    }
  };
  const repository = (one: PlannedRepository) => movedRepository(one, plan, gateways, signal);
  const files = await Promise.all(plan.items.map((item) => (item.outcome === 'copy' ? changes.moved(item) : [])));
  const moved = [
    // A file that many images get is one difference.
    [...new Set(files.flat())],
    ...(await inLanes(plan.items, tagsAtOnce, tags)),
    // Last, and so right before they are changed.
    ...(await inLanes(neededRepositories(plan), repositoriesAtOnce, repository)),
  ];
  refuseMoved(plan, moved.flat());
}

/** @throws ReleaseError `plan-stale` when anything has moved */
export function refuseMoved(plan: Pick<MirrorPlan, 'createdAt'>, moved: readonly string[]): void {
  if (moved.length === 0) return;
  const count = moved.length === 1 ? 'one difference' : `${moved.length} differences`;
  const words = `The plan of ${plan.createdAt} no longer fits the world: ${count}. Nothing was written`;
  throw new ReleaseError('plan-stale', words, {
    details: moved,
    hint: 'Make a new plan and look at it before running it.',
  });
}

/** How the account of a plan differs from that of the credentials now. */
export async function movedAccount(
  { target }: Pick<MirrorPlan, 'target'>,
  gateways: Gateways,
  signal?: AbortSignal,
): Promise<string[]> {
  if (target.account === undefined) return [];
  const { account, arn } = await gateways.aws.callerIdentity(awsScope(target), signal);
  if (account === target.account) return [];
  return [`account: the plan was made as ${target.account}, the credentials now belong to ${account} (${arn})`];
}

async function movedTags(item: Item, sessions: Sessions, signal?: AbortSignal): Promise<string[]> {
  if (item.outcome !== 'copy' && item.outcome !== 'present' && item.outcome !== 'equivalent') return [];
  const moved: string[] = [];
  const source = readPlaceOf(item);
  if (source.digest === undefined) {
    const now = await sessions.holds(source, signal);
    if (now !== item.sourceDigest) moved.push(`source ${item.source}: was ${name(item.sourceDigest)}, is ${name(now)}`);
  }
  const now = await sessions.holds(referenceOf(item.target), signal);
  if (now !== item.digest && now !== item.targetDigest) {
    moved.push(`target ${item.target}: was ${name(item.digest)}, is ${name(now)}`);
  }
  return moved;
}

function name(digest: string | undefined): string {
  return digest === undefined ? 'nothing' : `${shortDigest(digest)} (${digest})`;
}
