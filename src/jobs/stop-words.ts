import type { Item } from './item.ts';

/**
 * What stopped images, once for each reason and with their number: `The login has ended; 3 images were not verified`. The same words
 * hundreds of times would hide what else went wrong.
 * @param stopped images that are `cancelled`
 * @param done what the job is there to do with an image
 */
export function stopWords(stopped: readonly Item[], done: string): string[] {
  const reasons = new Map<string, number>();
  for (const { code, outcome, message = outcome } of stopped) {
    const reason = code === 'cancelled' ? 'The job was cancelled' : message;
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  return [...reasons].map(([reason, count]) => {
    const images = count === 1 ? '1 image was' : `${count} images were`;
    return `${reason}; ${images} not ${done}`;
  });
}
