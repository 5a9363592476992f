import { formatReference, type Reference } from '#reference';
import type { ResolvedImage } from '#release';
import type { RefusedImage } from './refused-image.ts';

/** What the files of a release say of an image of a chart: where it goes, or why that cannot be told. */
type Released = { readonly resolved: ResolvedImage } | { readonly refused: RefusedImage };

/**
 * Where the files of a release send the images that they name as sources. A chart need not name the digest that a file pins, and may pin what a
 * list names by its tag.
 * @returns undefined for an image that no file names
 */
export function releasedTargets(released: readonly ResolvedImage[]): (reference: Reference) => Released | undefined {
  const known = new Map<string, ResolvedImage[]>();
  const add = (source: Reference, image: ResolvedImage) => {
    const key = formatReference(source);
    const same = known.get(key);
    if (same) same.push(image);
    else known.set(key, [image]);
  };
  for (const image of released) {
    add(image.source, image);
    const { digest, ...tagged } = image.source;
    if (digest !== undefined && tagged.tag !== undefined) add(tagged, image);
  }
  return (reference) => {
    const { digest, ...tagged } = reference;
    const named = known.get(formatReference(reference));
    if (named) return oneOf(reference, named);
    // What only stands there with another digest is another image.
    const byTag = known.get(formatReference(tagged))?.filter(({ source }) => source.digest === undefined) ?? [];
    if (digest === undefined || byTag.length === 0) return undefined;
    return oneOf(
      reference,
      byTag.map((image) => ({ ...image, source: reference })),
    );
  };
}

function oneOf(reference: Reference, images: readonly ResolvedImage[]): Released | undefined {
  const [first, other] = [...new Map(images.map((one) => [formatReference(one.target), one])).values()];
  if (!first) return undefined;
  if (!other) return { resolved: first };
  const [to, and] = [first, other].map(({ target: { repository, tag }, origins: [place] }) =>
    place ? `${repository}:${tag} (${place.file}:${place.line})` : `${repository}:${tag}`,
  );
  return {
    refused: {
      code: 'chart-image-ambiguous',
      message: `The files of the release send ${formatReference(reference)} to ${to} and to ${and}`,
      hint: 'Leave one of the two out, or name the saved plan of a mirror that has only one of them.',
    },
  };
}
