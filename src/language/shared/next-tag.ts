import { rereleaseStem, rereleaseTags } from '#reference';
import type { Asker } from './asker.ts';
import type { ListedImage } from './listed-image.ts';
import { targetOf } from './standing.ts';

/** The tag for a re-release: `8.3.4-1`, or the next that the target does not have as far as its tags are known. */
export function nextTag(asker: Asker, image: ListedImage): string | undefined {
  const { target } = asker;
  const { tag } = image.dest;
  const tags = new Set(target ? asker.tags(targetOf(image, target)) : []);
  return rereleaseTags(tag, tags.has(rereleaseStem(tag) ?? '')).find((candidate) => !tags.has(candidate));
}
