import { parseRelease, type ReleaseFile } from '#formats';
import type { ListedImage } from '../shared/listed-image.ts';

/** The images of a release file whose destination can be read. */
export function releaseImages(text: string): ListedImage[] {
  return listedImages(parseRelease(text).model);
}

/** The same, of a file that was parsed already. */
export function listedImages({ images }: ReleaseFile): ListedImage[] {
  return images.flatMap(({ dest, source, range }) => {
    if (dest.repository === undefined || dest.tag === undefined) return [];
    const place = { text: dest.text, range: dest.range, path: dest.repository, tag: dest.tag };
    const ownSource = source.text === '' ? undefined : source;
    return [{ range, dest: place, source: source.reference, ownSource }];
  });
}
