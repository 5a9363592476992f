import { ReleaseError } from '#problem';
import { formatPlatform, type Reference } from '#reference';
import { type ImageNode, imageManifests, readImage, type Transformed } from '#registry';
import type { Item } from '../item.ts';
import { missingPlatforms } from './compare-platforms.ts';
import type { ImageForTarget } from './image-for-target.ts';
import type { PlanContext } from './plan-context.ts';

/** What a tag holds that counts as what belongs there. */
export interface HeldImage {
  readonly outcome: 'present' | 'equivalent';
  /** The image that is there. */
  readonly node: ImageNode;
  /** What of it is to be told: platforms that are not there. */
  readonly words: Partial<Item>;
}

/**
 * Holds what a tag has against what belongs there: the same image, or one of the same origin where the target takes that.
 * @returns undefined when it is another image
 * @throws what reading throws
 */
export async function compareHeld(
  found: ImageForTarget,
  held: string,
  tag: Reference,
  { target, sessions, gateways, signal }: Pick<PlanContext, 'target' | 'sessions' | 'gateways' | 'signal'>,
): Promise<HeldImage | undefined> {
  const { node } = found;
  // What is made from a source is of no other origin than itself.
  const source = found.derived ? node : found.source;
  if (held === node.digest) return { outcome: 'present', node, words: incomplete(found) };
  const place = {
    session: await sessions.at(tag.registry),
    repository: tag.repository,
    cache: gateways.manifests,
  };
  const there = await readTaken(place, held, signal);
  const missing = there && target.existing === 'equivalent' ? missingPlatforms(source, node, there) : undefined;
  return there && missing && { outcome: 'equivalent', node: there, words: equivalence(missing, there) };
}

/** What of the wanted platforms the source itself lacks. */
export function incomplete({ missingPlatforms: missing }: Transformed): Partial<Item> {
  if (missing.length === 0) return {};
  const message = `The source has no ${missing.join(', ')}`;
  return {
    missingPlatforms: [...missing],
    code: 'platform-incomplete',
    message,
    hint: 'A final tag can never get them later.',
  };
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
