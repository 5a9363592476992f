import type { ChartImage } from '../chart-image.ts';

/** Both, each image once: a chart that was injected before names the images of its parts itself, and of these more is known as parts. */
export function withPartImages(images: readonly ChartImage[], ofParts: readonly ChartImage[]): ChartImage[] {
  const known = new Set(ofParts.map(({ target }) => target));
  return [...images.filter(({ source, target }) => source !== target || !known.has(target)), ...ofParts];
}
