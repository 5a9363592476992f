import { ReleaseError } from '#problem';
import { parsePlatform, parseReference, type Reference } from '#reference';
import { type ContentMover, readImage, transformImage } from '#registry';
import type { Emit } from '../event.ts';
import type { Gateways } from '../gateways.ts';
import type { Item } from '../item.ts';
import type { Sessions } from '../sessions.ts';
import type { PlanTarget } from './mirror-plan.ts';
import { writeTag } from './write-tag.ts';

export interface CopyContext {
  readonly target: PlanTarget;
  readonly sessions: Sessions;
  readonly gateways: Gateways;
  readonly mover: ContentMover;
  readonly emit: Emit;
  readonly signal?: AbortSignal;
}

/** Copies one planned image; its failure, or its being cancelled, is its outcome. Never throws. */
export async function copyItem(item: Item, context: CopyContext): Promise<Item> {
  const { emit, signal } = context;
  if (signal?.aborted) return cancelled(item);
  emit({ type: 'item-started', item: item.target, source: item.source });
  const done = await attempt(item, context).catch((error): Item => {
    // What was under way when the job was cancelled was not refused by anyone.
    if (signal?.aborted && error === signal.reason) return cancelled(item);
    const { code, message, hint } = ReleaseError.from(error);
    return {
      ...item,
      outcome: code === 'tag-taken' ? 'conflict' : 'failed',
      code,
      message,
      ...(hint === undefined ? {} : { hint }),
    };
  });
  return done;
}

async function attempt(item: Item, context: CopyContext): Promise<Item> {
  const { target: settings, sessions, gateways, mover, signal } = context;
  const source = referenceOf(item.source);
  const target = referenceOf(item.target);
  const from = await sessions.at(source.registry);
  const to = await sessions.at(target.registry);
  const place = { session: from, repository: source.repository, cache: gateways.manifests, reads: sessions.requests };
  const image = await readImage(place, item.sourceDigest ?? '', signal);
  const platforms = settings.platforms.flatMap((text) => parsePlatform(text) ?? []);
  const { node } = transformImage(image, { attestationManifests: settings.attestationManifests, platforms });
  if (node.digest !== item.targetDigest) {
    throw new ReleaseError('plan-stale', `The image would become ${node.digest}, the plan says ${item.targetDigest}`, {
      hint: 'The plan was made by another version of this program. Make a new one.',
    });
  }
  await mover.bringContent(node, { ...place, item: item.target }, target.repository);
  signal?.throwIfAborted();
  const outcome = await sessions.requests.run(() => writeTag(to, target, node));
  return { ...item, outcome: outcome === 'written' ? 'copied' : 'present', digest: node.digest };
}

function cancelled(item: Item): Item {
  return {
    ...item,
    outcome: 'cancelled',
    code: 'cancelled',
    message: 'The job was cancelled before this image was released',
    hint: 'Run the same command again: it continues with what is missing.',
  };
}

function referenceOf(text: string): Reference {
  const parsed = parseReference(text);
  if (parsed.ok) return parsed.reference;
  throw new ReleaseError(
    'plan-unreadable',
    `The plan names ${text.slice(0, 200)}, which is no reference: ${parsed.fault.message}`,
  );
}
