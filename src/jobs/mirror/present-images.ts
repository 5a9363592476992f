import type { ResolvedImage } from '#release';
import { inLanes } from '../in-lanes.ts';
import type { PlanContext } from './plan-context.ts';
import type { PlannedImage } from './planned-image.ts';

/**
 * The digest that a file pins, where the target gets the image just as its source has it: where the target holds that digest, the source
 * need not be asked, and nobody's quota of pulls is used for nothing.
 */
export function pinnedAsItIs({ source }: ResolvedImage, { target, from }: PlanContext): string | undefined {
  const { attestationManifests, platforms, referrers } = target;
  const isWhole = attestationManifests === 'keep' && platforms.length === 0 && !referrers;
  return isWhole && from === undefined ? source.digest : undefined;
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
    return read(one.image).catch(() => {
      signal?.throwIfAborted();
      return one;
    });
  });
}
