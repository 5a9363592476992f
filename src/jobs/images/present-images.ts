import type { ResolvedImage } from '#release';
import { inLanes } from '../in-lanes.ts';
import type { Item } from '../item.ts';
import type { PlanContext } from './plan-context.ts';
import type { PlannedImage } from './planned-image.ts';

/**
 * The digest that a file pins, where the target gets the image just as its source has it: where the target holds that digest, the source
 * need not be asked, and nobody's quota of pulls is used for nothing.
 */
export function pinnedAsItIs(
  image: ResolvedImage,
  { target, from, derivations }: Pick<PlanContext, 'target' | 'from' | 'derivations'>,
): string | undefined {
  return target.referrers || from !== undefined ? undefined : digestForTarget(image, { target, derivations });
}

/**
 * The digest that belongs at the target, where that is known without asking the source: one that is pinned, where nothing is left out or
 * changed.
 */
export function digestForTarget(
  image: ResolvedImage,
  { target, derivations }: Pick<PlanContext, 'target' | 'derivations'>,
): string | undefined {
  const { attestationManifests, platforms } = target;
  const isWhole = attestationManifests === 'keep' && platforms.length === 0 && !derivations.has(image);
  return isWhole ? image.source.digest : undefined;
}

/**
 * Reads those that are there and were not asked about, where there is something to copy: their layers need not be sent again.
 * @param read plans an image from its source; what throws leaves the image as it is known
 */
export async function readPresentImages(
  planned: readonly PlannedImage[],
  lanes: number,
  read: (image: ResolvedImage) => Promise<PlannedImage>,
  signal?: AbortSignal,
): Promise<readonly PlannedImage[]> {
  if (!planned.some(({ item }) => item.outcome === 'copy')) return planned;
  return inLanes(planned, lanes, async (one) => {
    if (one.item.outcome !== 'present' || one.blobs) return one;
    try {
      const found = await read(one.image);
      return { ...found, item: { ...found.item, ...judged(one.item) } };
    } catch {
      signal?.throwIfAborted();
      return one;
    }
  });
}

/** What was said of it when it was first looked at. It is of the same digest, so nobody is asked twice. */
function judged({ attestation, findings, silenced, scanned }: Item): Partial<Item> {
  return {
    ...(attestation ? { attestation } : {}),
    ...(findings ? { findings } : {}),
    ...(silenced ? { silenced } : {}),
    ...(scanned ? { scanned } : {}),
  };
}
