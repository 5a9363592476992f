import { ReleaseError } from '#problem';
import { formatReference, shortDigest } from '#reference';
import { type ImageNode, ManifestCache, readImage } from '#registry';
import type { ResolvedImage } from '#release';
import { attendImage } from '../images/attend-image.ts';
import { compareHeld, incomplete as platformWords } from '../images/compare-held.ts';
import { imageForTarget } from '../images/image-for-target.ts';
import { blankItem, imageItem } from '../images/image-item.ts';
import { itemFinished } from '../images/item-finished.ts';
import type { PlanContext } from '../images/plan-context.ts';
import { digestForTarget } from '../images/present-images.ts';
import { isAbsent, type ReadSource, readSource } from '../images/read-source.ts';
import type { RenewedTag } from '../images/renewed-tag.ts';
import { offer, taken, targetHolds } from '../images/target-tag.ts';
import type { Item } from '../item.ts';
import { stoppedItem } from '../stopped-item.ts';
import { applyJudgements } from '../trust/apply-judgements.ts';
import { howToMend } from './held-content.ts';
import { HeldPlatforms } from './held-platforms.ts';
import { HeldReferrers } from './held-referrers.ts';

/** What verifying one image needs of its job. */
export type VerifyContext = Pick<
  PlanContext,
  'target' | 'derivations' | 'newTags' | 'judges' | 'sessions' | 'gateways' | 'emit'
> & {
  readonly signal: AbortSignal;
};

const stopped = {
  message: 'The job was cancelled before this image was verified',
  hint: 'Run the same command again: nothing was changed.',
};

/** Holds what the target has against what belongs there. Whatever is wrong, or could not be learned, is its outcome. */
export async function verifyImage(image: ResolvedImage, context: VerifyContext): Promise<Item> {
  const { emit, signal } = context;
  try {
    signal.throwIfAborted();
    const { item } = await attendImage(image, async () => ({ item: await attempt(image, context), image }), context);
    return item;
  } catch (error) {
    if (!signal.aborted) throw error;
    const item = stoppedItem(blankItem(image), signal.reason, stopped);
    emit(itemFinished(item));
    return item;
  }
}

async function attempt(image: ResolvedImage, context: VerifyContext): Promise<Item> {
  const held = await targetHolds(image.target, context);
  if (held === undefined) return notReleased(image);
  // Where the target has the very digest that a file pins, it has the source's own content: nobody else need be asked for it.
  const isPinned = held === image.source.digest;
  const read = isPinned ? { found: await readPinned(image, held, context) } : await readWanted(image, context);
  if ('belongs' in read) return (await renewed(image, read.belongs, context)) ?? unread(image, held, read, context);
  const { found, from } = read;
  const known = { ...imageItem(image, found), digest: held, ...(from ? { from: formatReference(from) } : {}) };
  const same = await compareHeld(found, held, image.target, { ...context, gateways: atTarget(context) }).catch(
    (error) => {
      throw incomplete(error, held);
    },
  );
  if (!same) {
    const item = await renewed(image, found.node.digest, context);
    const belonging = {
      digest: found.node.digest,
      source: found.source.digest,
      isDerived: found.derived !== undefined,
    };
    return item ?? { ...known, outcome: 'conflict', ...(await conflict(image, held, belonging, context)) };
  }
  // What buyers get is what is judged, whatever of it a source or this machine has too.
  const isRead = isPinned || same.outcome === 'equivalent';
  const node = isRead ? same.node : await readHeld(image, held, context);
  const { registry, repository } = image.target;
  const source = { source: found.source, from: from ?? image.source };
  const words = { ...platformWords(found), ...same.words };
  const judges = [
    ...context.judges,
    new HeldPlatforms(words, context.target),
    ...(context.target.referrers ? [new HeldReferrers(source, context)] : []),
  ];
  const content = { node, session: await context.sessions.at(registry), repository };
  return applyJudgements(
    { ...known, ...words, outcome: same.outcome },
    { image, seen: { sourceDigest: found.source.digest, content } },
    { judges, strict: true, signal: context.signal },
  );
}

function notReleased(image: ResolvedImage): Item {
  const message = 'The tag is not at the target';
  const hint = 'Mirror the release: its plan copies what is missing, or says why not.';
  return { ...blankItem(image), outcome: 'failed', code: 'not-released', message, hint };
}

/**
 * The image under the tag that it was released under instead of one that was taken, where that was wished for.
 * @returns undefined where no such tag has it
 */
async function renewed(image: ResolvedImage, belongs: string, context: VerifyContext): Promise<Item | undefined> {
  const { newTags, sessions, signal } = context;
  const holds = (tag: string) => sessions.holds({ ...image.target, tag }, signal);
  const found = await newTags?.find(image.target, belongs, holds);
  if (!found?.isThere) return undefined;
  const moved = { ...image, target: found.target };
  const { newTags: _, ...once } = context;
  const item = await attempt(moved, once).catch((error) => failed(moved, error, signal));
  return { ...item, wanted: formatReference(image.target) };
}

function failed(image: ResolvedImage, error: unknown, signal: AbortSignal): Item {
  signal.throwIfAborted();
  const { code, message, hint } = ReleaseError.from(error);
  return { ...blankItem(image), outcome: 'failed', code, message, ...(hint === undefined ? {} : { hint }) };
}

function conflict(
  { target }: ResolvedImage,
  held: string,
  belonging: Parameters<typeof taken>[2],
  context: VerifyContext,
) {
  return taken(target, held, belonging, context, advice);
}

function advice(instead: RenewedTag | undefined): string {
  if (instead?.isThere)
    return `${offer(instead)}, or make a plan with new tags and verify again; in a terminal verify --new-tags does.`;
  return `${offer(instead)}, or leave it out; in a terminal mirror --new-tags does the first. A tag that holds another image is never overwritten.`;
}

/** What belongs at the target by its digest alone, and why no more is known of it. */
interface Unread {
  readonly belongs: string;
  readonly message: string;
}

/** How an image ends that the target has not under its tag, and its source no more. */
async function unread(
  image: ResolvedImage,
  held: string,
  { belongs, message }: Unread,
  context: VerifyContext,
): Promise<Item> {
  const told = await conflict(image, held, { digest: belongs }, context);
  const words = `${told.message}. Whether it is made of that could not be told: ${message}`;
  const digests = { sourceDigest: belongs, targetDigest: belongs, digest: held };
  return { ...blankItem(image), ...digests, outcome: 'conflict', ...told, message: words };
}

/** What belongs at the target, read where it is pulled from; or what is known of it where that has it no more. */
async function readWanted(image: ResolvedImage, context: VerifyContext): Promise<ReadSource | Unread> {
  try {
    return await readSource(image, context);
  } catch (error) {
    context.signal.throwIfAborted();
    const { code, message, hint } = ReleaseError.from(error);
    const belongs = digestForTarget(image, context);
    if (belongs === undefined || !isAbsent(error)) {
      throw new ReleaseError(code, `The tag could not be compared with its source: ${message}`, {
        ...(hint === undefined ? {} : { hint }),
        cause: error,
      });
    }
    return { belongs, message };
  }
}

/** Not from what this process has read elsewhere: an index can be at a target that lacks what it names. */
function atTarget({ gateways }: VerifyContext) {
  return { ...gateways, manifests: new ManifestCache() };
}

async function readPinned(image: ResolvedImage, held: string, context: VerifyContext) {
  const { target, derivations, sessions, signal } = context;
  const taking = { ...target, change: await derivations.of(image, image.source) };
  const reading = imageForTarget(image.target, held, taking, { sessions, gateways: atTarget(context) }, signal);
  return reading.catch((error) => {
    throw incomplete(error, held);
  });
}

async function readHeld({ target }: ResolvedImage, held: string, context: VerifyContext): Promise<ImageNode> {
  const session = await context.sessions.at(target.registry);
  const cache = atTarget(context).manifests;
  return readImage({ session, repository: target.repository, cache }, held, context.signal).catch((error) => {
    throw incomplete(error, held);
  });
}

/** What a tag names and its repository does not have is no trouble of reading: it is what was looked for. */
function incomplete(error: unknown, held: string): unknown {
  if (!ReleaseError.is(error) || error.code !== 'content-missing') return error;
  const message = `The tag holds ${shortDigest(held)}, but not all of that is there: ${error.message}`;
  return new ReleaseError('content-incomplete', message, { hint: howToMend, cause: error });
}
