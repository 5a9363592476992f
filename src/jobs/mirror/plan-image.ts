import { formatReference } from '#reference';
import { allBlobs, type ImageNode } from '#registry';
import type { ResolvedImage } from '#release';
import { attendImage } from '../images/attend-image.ts';
import { compareHeld, incomplete } from '../images/compare-held.ts';
import { blankItem, imageItem } from '../images/image-item.ts';
import type { PlanContext } from '../images/plan-context.ts';
import type { PlannedImage } from '../images/planned-image.ts';
import { pinnedAsItIs } from '../images/present-images.ts';
import { readSource } from '../images/read-source.ts';
import { requireRepository, taken, targetHolds } from '../images/target-tag.ts';
import type { Item } from '../item.ts';
import { addReferrers } from '../referrers/add-referrers.ts';
import { skipReferrers } from '../referrers/skip-referrers.ts';
import { applyJudgements } from '../trust/apply-judgements.ts';

/** An image that the lists leave out: counted, never asked about. */
export function ignoredItem(image: ResolvedImage): Item {
  return { ...blankItem(image), outcome: 'ignored' };
}

/** Plans one image; its failure is its outcome. Only cancelling is thrown. */
export function planImage(image: ResolvedImage, context: PlanContext): Promise<PlannedImage> {
  return attendImage(image, async () => judged(await attempt(image, context), context), context);
}

/** The same, once everybody who has a say was heard. */
async function judged({ seen, ...planned }: PlannedImage, { judges, signal }: PlanContext): Promise<PlannedImage> {
  if (!seen) return planned;
  const { image } = planned;
  const item = await applyJudgements(planned.item, { image, seen }, { judges, signal });
  if (item.outcome !== 'failed') return { ...planned, item };
  // What refers to an image that is not released is not released either.
  const { referrerBlobs: _, ...refused } = planned;
  return { ...refused, item: skipReferrers(item) };
}

async function attempt(image: ResolvedImage, context: PlanContext): Promise<PlannedImage> {
  const looked = targetHolds(image.target, context);
  const digest = pinnedAsItIs(image, context);
  // What is wrong with the source is told first, so a failure of the target waits.
  if (digest !== undefined && (await looked.catch(() => undefined)) === digest) {
    const digests = { sourceDigest: digest, targetDigest: digest, digest };
    return { item: { ...blankItem(image), ...digests, outcome: 'present' }, image, seen: { sourceDigest: digest } };
  }
  return planFromSource(image, looked, context);
}

/**
 * Plans one image by what its source has.
 * @param looked what the target tag holds; asked at the same time
 * @throws what reading throws
 */
export async function planFromSource(
  image: ResolvedImage,
  looked: Promise<string | undefined>,
  context: PlanContext,
): Promise<PlannedImage> {
  const { sessions, signal } = context;
  looked.catch(() => undefined);
  const { found, from } = await readSource(image, context);
  const { source, node, made } = found;
  const place = from ?? image.source;
  const at = { session: await sessions.at(place.registry), repository: place.repository };
  const released = await context.releasedImages?.require(image, source, context);
  const known = { ...imageItem(image, found), ...(from ? { from: formatReference(from) } : {}) };
  const content = { image, blobs: allBlobs(node).map(({ digest, size }) => ({ digest, size })) };
  const withReferrers = (kept: ImageNode, planned: PlannedImage) =>
    addReferrers(
      {
        ...planned,
        seen: {
          sourceDigest: source.digest,
          ...(released ? { released } : {}),
          content: { node: kept, ...at, ...(made ? { made } : {}) },
        },
      },
      { source, kept, from: place },
      context,
    );
  const held = await looked;
  if (held === undefined) {
    await requireRepository(image.target, context);
    return withReferrers(node, { item: { ...known, ...incomplete(found), outcome: 'copy' }, ...content });
  }
  const same = await compareHeld(found, held, image.target, context);
  if (same) {
    const item: Item = { ...known, ...same.words, digest: held, outcome: same.outcome };
    return withReferrers(same.node, { item, ...(same.outcome === 'present' ? content : { image }) });
  }
  const holds = (tag: string) => sessions.holds({ ...image.target, tag }, signal);
  const renewed = await context.newTags?.find(image.target, node.digest, holds);
  if (renewed) {
    const moved = { ...image, target: renewed.target };
    const named = { ...known, target: formatReference(renewed.target), wanted: known.target, ...incomplete(found) };
    const item: Item = renewed.isThere
      ? { ...named, digest: node.digest, outcome: 'present' }
      : { ...named, outcome: 'copy' };
    return withReferrers(node, { item, ...content, image: moved });
  }
  const belonging = { digest: node.digest, source: source.digest, isDerived: found.derived !== undefined };
  const conflict = await taken(image.target, held, belonging, context);
  return { item: { ...known, digest: held, outcome: 'conflict', ...conflict }, image };
}
