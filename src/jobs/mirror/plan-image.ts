import { ReleaseError } from '#problem';
import { formatPlatform, formatReference } from '#reference';
import { allBlobs, type ImageNode, imageManifests, readImage, type Transformed } from '#registry';
import type { ResolvedImage } from '#release';
import type { Item } from '../item.ts';
import { addReferrers } from '../referrers/add-referrers.ts';
import { applyJudgements } from '../trust/apply-judgements.ts';
import { missingPlatforms } from './compare-platforms.ts';
import type { ImageForTarget } from './image-for-target.ts';
import { itemFinished } from './item-finished.ts';
import type { PlanContext } from './plan-context.ts';
import type { PlannedImage } from './planned-image.ts';
import { pinnedAsItIs } from './present-images.ts';
import { readSource } from './read-source.ts';
import { requireRepository, taken, targetHolds } from './target-tag.ts';

/** An image that the lists leave out: counted, never asked about. */
export function ignoredItem(image: ResolvedImage): Item {
  return { ...blankItem(image), outcome: 'ignored' };
}

/** Plans one image; its failure is its outcome. Only cancelling is thrown. */
export async function planImage(image: ResolvedImage, context: PlanContext): Promise<PlannedImage> {
  const { emit, signal } = context;
  const blank = blankItem(image);
  emit({ type: 'item-started', item: blank.target, source: blank.source });
  const planned = await attempt(image, context)
    .then((found) => judged(found, context))
    .catch((error): PlannedImage => {
      signal?.throwIfAborted();
      const { code, message, hint } = ReleaseError.from(error);
      return { item: { ...blank, outcome: 'failed', code, message, ...(hint === undefined ? {} : { hint }) }, image };
    });
  // Under the name that it was begun with: it may have got another tag.
  emit(itemFinished({ ...planned.item, target: blank.target }));
  return planned;
}

/** The same, once everybody who has a say was heard. */
async function judged({ seen, ...planned }: PlannedImage, { judges, signal }: PlanContext): Promise<PlannedImage> {
  if (!seen) return planned;
  const { image } = planned;
  return { ...planned, item: await applyJudgements(planned.item, { image, seen }, { judges, signal }) };
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
  const { target, gateways, sessions, signal } = context;
  looked.catch(() => undefined);
  const { found, from } = await readSource(image, context);
  const { source, node } = found;
  const place = from ?? image.source;
  const at = { session: await sessions.at(place.registry), repository: place.repository };
  await context.releasedImages?.require(image, source, context);
  const known = { ...itemOf(image, found), ...(from ? { from: formatReference(from) } : {}) };
  const content = { image, blobs: allBlobs(node).map(({ digest, size }) => ({ digest, size })) };
  const withReferrers = (kept: ImageNode, planned: PlannedImage) =>
    addReferrers(
      { ...planned, seen: { sourceDigest: source.digest, content: { node: kept, ...at } } },
      { source, kept, from: place },
      context,
    );
  const held = await looked;
  if (held === undefined) {
    await requireRepository(image.target, context);
    return withReferrers(node, { item: { ...known, ...incomplete(found), outcome: 'copy' }, ...content });
  }
  if (held === node.digest) {
    const item: Item = { ...known, ...incomplete(found), digest: held, outcome: 'present' };
    return withReferrers(node, { item, ...content });
  }
  const there = await readTaken(
    {
      session: await sessions.at(image.target.registry),
      repository: image.target.repository,
      cache: gateways.manifests,
    },
    held,
    signal,
  );
  const missing = there && target.existing === 'equivalent' ? missingPlatforms(source, node, there) : undefined;
  if (there && missing) {
    const item: Item = { ...known, digest: held, outcome: 'equivalent', ...equivalence(missing, there) };
    return withReferrers(there, { item, image });
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
  const conflict = await taken(image.target, held, node, context);
  return { item: { ...known, digest: held, outcome: 'conflict', ...conflict }, image };
}

/** What a taken tag holds; undefined when that is no image that we can read, and so none that we would release. */
async function readTaken(
  place: Parameters<typeof readImage>[0],
  held: string,
  signal?: AbortSignal,
): Promise<ImageNode | undefined> {
  try {
    return await readImage(place, held, signal);
  } catch (error) {
    const code = ReleaseError.is(error) ? error.code : undefined;
    if (code === 'manifest-unsupported' || code === 'manifest-malformed' || code === 'image-too-large')
      return undefined;
    throw error;
  }
}

function blankItem(image: ResolvedImage): Item {
  return {
    source: formatReference(image.source),
    target: formatReference(image.target),
    outcome: 'failed',
    bytes: 0,
    size: 0,
    platforms: [],
    missingPlatforms: [],
    droppedPlatforms: [],
    strippedAttestations: 0,
    // The line of the list first: it is the one that asks for the image.
    origins: [...image.origins, ...(image.pinned ? [image.pinned] : [])].map(({ file, ...range }) => ({
      file,
      ...range,
    })),
  };
}

function itemOf(image: ResolvedImage, found: ImageForTarget): Item {
  const { source, node } = found;
  return {
    ...blankItem(image),
    sourceDigest: source.digest,
    targetDigest: node.digest,
    size: allBlobs(node).reduce((sum, blob) => sum + blob.size, 0),
    platforms: imageManifests(node).flatMap(({ platform }) => (platform ? [formatPlatform(platform)] : [])),
    droppedPlatforms: [...found.droppedPlatforms],
    strippedAttestations: found.strippedAttestations,
  };
}

function incomplete({ missingPlatforms: missing }: Transformed): Partial<Item> {
  if (missing.length === 0) return {};
  const message = `The source has no ${missing.join(', ')}`;
  return {
    missingPlatforms: [...missing],
    code: 'platform-incomplete',
    message,
    hint: 'A final tag can never get them later.',
  };
}

function equivalence(missing: readonly string[], there: ImageNode): Partial<Item> {
  if (missing.length === 0) return {};
  const held = imageManifests(there).flatMap(({ platform }) => (platform ? [formatPlatform(platform)] : []));
  return {
    missingPlatforms: [...missing],
    code: 'platform-incomplete',
    message: `${held.join(', ') || 'One platform'} is there, ${missing.join(', ')} is not`,
    hint: 'The tag is left as it is. A new tag would hold all platforms.',
  };
}
