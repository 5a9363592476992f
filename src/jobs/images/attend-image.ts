import { ReleaseError } from '#problem';
import type { ResolvedImage } from '#release';
import { blankItem } from './image-item.ts';
import { itemFinished } from './item-finished.ts';
import type { PlanContext } from './plan-context.ts';
import type { PlannedImage } from './planned-image.ts';

/**
 * Does something with an image, tells that it began and how it ended, and makes its failure its outcome.
 * @throws the signal's reason, and nothing else
 */
export async function attendImage(
  image: ResolvedImage,
  task: () => Promise<PlannedImage>,
  { emit, signal }: Pick<PlanContext, 'emit' | 'signal'>,
): Promise<PlannedImage> {
  const blank = blankItem(image);
  emit({ type: 'item-started', item: blank.target, source: blank.source });
  const done = await task().catch((error): PlannedImage => {
    signal?.throwIfAborted();
    const { code, message, hint } = ReleaseError.from(error);
    return { item: { ...blank, outcome: 'failed', code, message, ...(hint === undefined ? {} : { hint }) }, image };
  });
  // Under the name that it was begun with: it may have got another tag.
  emit(itemFinished({ ...done.item, target: blank.target }));
  return done;
}
