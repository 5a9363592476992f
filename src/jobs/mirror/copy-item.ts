import { ReleaseError } from '#problem';
import type { ContentMover } from '#registry';
import type { PlannedChanges } from '../derive/planned-changes.ts';
import type { Emit } from '../event.ts';
import type { Gateways } from '../gateways.ts';
import { imageForTarget } from '../images/image-for-target.ts';
import { writeTag } from '../images/write-tag.ts';
import type { Item } from '../item.ts';
import { isLoginEnd } from '../login-ended.ts';
import type { PlanTarget } from '../plan-target.ts';
import type { Sessions } from '../sessions.ts';
import { stoppedItem } from '../stopped-item.ts';
import { readPlaceOf, referenceOf } from './mirror-plan.ts';

export interface CopyContext {
  readonly target: PlanTarget;
  readonly sessions: Sessions;
  readonly gateways: Gateways;
  readonly mover: ContentMover;
  /** What is changed of images on their way. */
  readonly changes: PlannedChanges;
  /** Why repositories that images need are not there, by their names. */
  readonly refused: ReadonlyMap<string, ReleaseError>;
  readonly emit: Emit;
  readonly signal?: AbortSignal;
}

const stopped = {
  message: 'The job was cancelled before this image was released',
  hint: 'Run the same command again: it continues with what is missing.',
};

/** Copies one planned image; its failure, or its being cancelled, is its outcome. Never throws. */
export async function copyItem(item: Item, context: CopyContext): Promise<Item> {
  const { emit, signal } = context;
  if (signal?.aborted) return stoppedItem(item, signal.reason, stopped);
  emit({ type: 'item-started', item: item.target, source: item.from ?? item.source });
  return attempt(item, context).catch((error): Item => {
    // What was under way when the job was cancelled was not refused by anyone.
    if (signal?.aborted && (error === signal.reason || isLoginEnd(error)))
      return stoppedItem(item, signal.reason, stopped);
    if (isLoginEnd(error)) return stoppedItem(item, error, stopped);
    const { code, message, hint } = ReleaseError.from(error);
    const outcome = code === 'tag-taken' ? 'conflict' : 'failed';
    return { ...item, outcome, code, message, ...(hint === undefined ? {} : { hint }) };
  });
}

async function attempt(item: Item, context: CopyContext): Promise<Item> {
  const { sessions, mover, signal } = context;
  const source = readPlaceOf(item);
  const target = referenceOf(item.target);
  const refusal = context.refused.get(target.repository);
  if (refusal) throw refusal;
  const taking = { ...context.target, change: await context.changes.of(item) };
  const { node, made } = await imageForTarget(source, item.sourceDigest ?? '', taking, context, signal);
  if (node.digest !== item.targetDigest) {
    throw new ReleaseError('plan-stale', `The image would become ${node.digest}, the plan says ${item.targetDigest}`, {
      hint: 'The plan was made by another version of this program. Make a new one.',
    });
  }
  const from = {
    session: await sessions.at(source.registry),
    repository: source.repository,
    item: item.target,
    ...(made ? { made } : {}),
  };
  await mover.bringContent(node, from, target.repository);
  const to = await sessions.at(target.registry);
  const outcome = await writeTag(to, target, node, signal);
  return { ...item, outcome: outcome === 'written' ? 'copied' : 'present', digest: node.digest };
}
