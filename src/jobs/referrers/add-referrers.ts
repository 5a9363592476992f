import type { PlanContext } from '../images/plan-context.ts';
import type { PlannedImage } from '../images/planned-image.ts';
import { planReferrers, type ReferredImage } from './plan-referrers.ts';

/** A planned image with what refers to it, where the target asks for that. */
export async function addReferrers(
  planned: PlannedImage,
  image: Omit<ReferredImage, 'target'>,
  context: PlanContext,
): Promise<PlannedImage> {
  if (!context.target.referrers) return planned;
  const { referrers, blobs } = await planReferrers({ ...image, target: planned.image.target }, context);
  return { ...planned, item: { ...planned.item, referrers }, referrerBlobs: blobs };
}
