import { ReleaseError } from '#problem';
import { formatReference, shortDigest } from '#reference';
import { type ImageNode, ManifestCache, readImage } from '#registry';
import type { ResolvedImage } from '#release';
import type { Item } from '../item.ts';
import { attendImage } from '../mirror/attend-image.ts';
import { compareHeld } from '../mirror/compare-held.ts';
import { imageForTarget } from '../mirror/image-for-target.ts';
import { blankItem, imageItem } from '../mirror/image-item.ts';
import { itemFinished } from '../mirror/item-finished.ts';
import type { PlanContext } from '../mirror/plan-context.ts';
import { digestForTarget } from '../mirror/present-images.ts';
import { isAbsent, type ReadSource, readSource } from '../mirror/read-source.ts';
import { taken, targetHolds } from '../mirror/target-tag.ts';
import { stoppedItem } from '../stopped-item.ts';
import { applyJudgements } from '../trust/apply-judgements.ts';
import { howToMend } from './held-content.ts';
import { HeldReferrers } from './held-referrers.ts';

/** What verifying one image needs of its job. */
export type VerifyContext = Pick<
  PlanContext,
  'target' | 'derivations' | 'judges' | 'sessions' | 'gateways' | 'emit'
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
  const read = isPinned ? { found: await readPinned(image, held, context) } : await readWanted(image, held, context);
  if ('item' in read) return read.item;
  const { found, from } = read;
  const known = { ...imageItem(image, found), digest: held, ...(from ? { from: formatReference(from) } : {}) };
  const same = await compareHeld(found, held, image.target, { ...context, gateways: atTarget(context) }).catch(
    (error) => {
      throw incomplete(error, held);
    },
  );
  if (!same) return { ...known, outcome: 'conflict', ...(await taken(image.target, held, found.node, context)) };
  // What buyers get is what is judged, whatever of it a source or this machine has too.
  const isRead = isPinned || same.outcome === 'equivalent';
  const node = isRead ? same.node : await readHeld(image, held, context);
  const { registry, repository } = image.target;
  const source = { source: found.source, from: from ?? image.source };
  const judges = context.target.referrers ? [...context.judges, new HeldReferrers(source, context)] : context.judges;
  const content = { node, session: await context.sessions.at(registry), repository };
  return applyJudgements(
    { ...known, ...same.words, outcome: same.outcome },
    { image, seen: { sourceDigest: found.source.digest, content } },
    { judges, strict: true, signal: context.signal },
  );
}

function notReleased(image: ResolvedImage): Item {
  const message = 'The tag is not at the target';
  const hint = 'Mirror the release: what is missing is copied.';
  return { ...blankItem(image), outcome: 'failed', code: 'not-released', message, hint };
}

/** What belongs at the target, read where it is pulled from; or how it ends when that has it no more. */
async function readWanted(
  image: ResolvedImage,
  held: string,
  context: VerifyContext,
): Promise<ReadSource | { readonly item: Item }> {
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
    const conflict = await taken(image.target, held, { digest: belongs }, context);
    const words = `${conflict.message}. Whether it is made of that could not be told: ${message}`;
    const digests = { sourceDigest: belongs, targetDigest: belongs, digest: held };
    return { item: { ...blankItem(image), ...digests, outcome: 'conflict', ...conflict, message: words } };
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
