import { type Code, ReleaseError } from '#problem';
import { formatReference, type Reference } from '#reference';
import { headManifest } from '#registry';
import type { ResolvedImage } from '#release';
import type { PlanTarget } from '../plan-target.ts';
import { type ImageForTarget, imageForTarget, type Taking } from './image-for-target.ts';
import type { PlanContext } from './plan-context.ts';

type Reading = Pick<PlanContext, 'target' | 'from' | 'derivations' | 'sessions' | 'gateways' | 'signal'>;

/** An image as it was read, and the place when that is its original. */
export interface ReadSource {
  readonly found: ImageForTarget;
  readonly from?: Reference;
}

/**
 * What says that a source does not have an image. Registries that hide what exists answer with a refusal: 403, or 401 where nobody
 * signed in (Docker Hub). A login that was refused does not count, it is to be mended; nor does trouble of the network, which passes.
 */
const absent: ReadonlySet<Code> = new Set<Code>([
  'content-missing',
  'repository-missing',
  'access-denied',
  'login-required',
]);

/** Whether reading failed because the place does not have the image, or does not show it. */
export function isAbsent(error: unknown): error is ReleaseError {
  return ReleaseError.is(error) && absent.has(error.code);
}

/**
 * Reads an image for the target: from its source, and when that does not have it the same digest from its original.
 * @throws what reading throws
 */
export async function readSource(image: ResolvedImage, context: Reading): Promise<ReadSource> {
  const { source, original } = image;
  const { signal } = context;
  // An original is the same image under another name: what is made of it is the same, too.
  const taking = { ...context.target, change: await context.derivations.of(image, source) };
  try {
    // Manifests are kept by digest, wherever they were read: that one is at hand does not mean that this source has it.
    if (original && source.digest !== undefined) await requireThere(source, source.digest, context);
    const start = source.digest ?? source.tag ?? 'latest';
    return { found: await imageForTarget(source, start, taking, context, signal) };
  } catch (error) {
    signal?.throwIfAborted();
    if (!isAbsent(error)) throw error;
    if (context.from) throw notPromotable(error, context.from);
    if (!original) throw error;
    return { found: await readOriginal(original, error, taking, context), from: original };
  }
}

async function requireThere(
  source: Reference,
  digest: string,
  { sessions, signal }: Pick<PlanContext, 'sessions' | 'signal'>,
): Promise<void> {
  const session = await sessions.at(source.registry);
  const held = await headManifest(session, source.repository, digest, signal);
  if (held === undefined) throw new ReleaseError('content-missing', `${formatReference(source)} is not there`);
}

async function readOriginal(
  original: Reference,
  missing: ReleaseError,
  taking: Taking,
  context: Reading,
): Promise<ImageForTarget> {
  const { code, message } = missing;
  const place = formatReference(original);
  if (original.digest === undefined) {
    const words = `${message}. Its original ${place} was not asked, because the source names no digest: a tag of another registry proves nothing`;
    throw new ReleaseError(code, words, { hint: 'Add the digest to the source: @sha256:…', cause: missing });
  }
  try {
    return await imageForTarget(original, original.digest, taking, context, context.signal);
  } catch (error) {
    context.signal?.throwIfAborted();
    const second = ReleaseError.from(error);
    throw new ReleaseError(code, `${message}. Its original ${place} could not be read either: ${second.message}`, {
      hint: second.hint ?? 'Check the entry under originals in marketplace.yaml.',
      cause: error,
    });
  }
}

function notPromotable({ code, message, hint }: ReleaseError, { name, registry }: PlanTarget): ReleaseError {
  const words = `Mirror it to ${name ?? registry} first: what is promoted is what that target has.`;
  return new ReleaseError(code, message, {
    hint: code === 'content-missing' ? words : `${hint ?? ''} ${words}`.trim(),
  });
}
