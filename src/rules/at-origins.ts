import type { Problem } from '#problem';
import type { ResolvedImage } from '#release';

/** One finding about an image, at every place that asks for the image. */
export function atOrigins({ origins }: ResolvedImage, finding: Omit<Problem, 'file' | 'range'>): Problem[] {
  return origins.map(({ file, ...range }) => ({ file, range, ...finding }));
}
