import { ReleaseError } from '#problem';
import type { ContentMover } from '#registry';
import type { Emit } from '../event.ts';
import type { Gateways } from '../gateways.ts';
import type { Item } from '../item.ts';
import { isLoginEnd } from '../login-ended.ts';
import type { PlanTarget } from '../plan-target.ts';
import type { Sessions } from '../sessions.ts';
import { imageForTarget } from './image-for-target.ts';
import { readPlaceOf, referenceOf } from './mirror-plan.ts';
import { writeTag } from './write-tag.ts';

export interface CopyContext {
  readonly target: PlanTarget;
  readonly sessions: Sessions;
  readonly gateways: Gateways;
  readonly mover: ContentMover;
  /** Why repositories that images need are not there, by their names. */
  readonly refused: ReadonlyMap<string, ReleaseError>;
  readonly emit: Emit;
  readonly signal?: AbortSignal;
}

/** Copies one planned image; its failure, or its being cancelled, is its outcome. Never throws. */
export async function copyItem(item: Item, context: CopyContext): Promise<Item> {
  const { emit, signal } = context;
  if (signal?.aborted) return cancelled(item, signal.reason);
  emit({ type: 'item-started', item: item.target, source: item.from ?? item.source });
  return attempt(item, context).catch((error): Item => {
    // What was under way when the job was cancelled was not refused by anyone.
    if (signal?.aborted && (error === signal.reason || isLoginEnd(error))) return cancelled(item, signal.reason);
    if (isLoginEnd(error)) return cancelled(item, error);
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
  const { node } = await imageForTarget(source, item.sourceDigest ?? '', context.target, context, signal);
  if (node.digest !== item.targetDigest) {
    throw new ReleaseError('plan-stale', `The image would become ${node.digest}, the plan says ${item.targetDigest}`, {
      hint: 'The plan was made by another version of this program. Make a new one.',
    });
  }
  const from = { session: await sessions.at(source.registry), repository: source.repository, item: item.target };
  await mover.bringContent(node, from, target.repository);
  const to = await sessions.at(target.registry);
  const outcome = await writeTag(to, target, node, signal);
  return { ...item, outcome: outcome === 'written' ? 'copied' : 'present', digest: node.digest };
}

/** @param reason why the job stopped: somebody wanted it, or a login has ended */
function cancelled(item: Item, reason: unknown): Item {
  const hint = 'Run the same command again: it continues with what is missing.';
  if (!isLoginEnd(reason)) {
    const message = 'The job was cancelled before this image was released';
    return { ...item, outcome: 'cancelled', code: 'cancelled', message, hint };
  }
  const { code, message } = reason;
  return { ...item, outcome: 'cancelled', code, message, hint: reason.hint ?? hint };
}
