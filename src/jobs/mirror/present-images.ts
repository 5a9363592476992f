import type { ResolvedImage } from '#release';
import { inLanes } from '../in-lanes.ts';
import type { PlanContext } from './plan-context.ts';
import type { PlannedImage } from './planned-image.ts';

/**
 * Whether the target gets an image just as its source has it, so that the digest that a file pins says all: where the target holds that
 * digest, the source need not be asked, and nobody's quota of pulls is used for nothing.
 */
export function goesAsItIs({ source }: ResolvedImage, { target, from }: PlanContext): boolean {
  const { attestationManifests, platforms, referrers } = target;
  const isWhole = attestationManifests === 'keep' && platforms.length === 0 && !referrers;
  return source.digest !== undefined && isWhole && from === undefined;
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
    if (!one.isUnread) return one;
    return read(one.image).catch(() => {
      signal?.throwIfAborted();
      return one;
    });
  });
}
