import type { Range, TextProblem } from '#problem';
import { isMovingTag } from '#reference';
import type { Facts } from '../facts.ts';
import type { Fix } from '../language.ts';
import { Asker } from './asker.ts';
import { latestFix, pinEdit, pinFix, stateFixes, updateEdits } from './image-edits.ts';
import type { ListedImage } from './listed-image.ts';
import { touches } from './places.ts';
import { standingOf } from './standing.ts';
import { newerTag } from './state-lines.ts';

/** Selecting a whole file should not ask for every image in it. */
const mostImages = 100;

/** What can be done about the images at a place. */
export function fixImages(
  asker: Asker,
  images: readonly ListedImage[],
  range: Range,
  problems: readonly TextProblem[],
): Fix[] {
  const here = images.filter((image) => touches(image.range, range)).slice(0, mostImages);
  const taken = here.filter((image) => isTaken(asker, image, problems));
  return [
    ...taken.flatMap((image) => stateFixes.rerelease(asker, image) ?? []),
    ...here.flatMap((image) =>
      taken.includes(image) && isMovingTag(image.dest.tag) ? [] : (latestFix(asker, image) ?? []),
    ),
    ...here.flatMap((image) => {
      const tag = newerTag(asker, image);
      return (tag === undefined ? undefined : stateFixes.update(asker, image, tag)) ?? [];
    }),
    ...here.flatMap((image) => pinFix(asker, image) ?? []),
  ];
}

function isTaken(asker: Asker, image: ListedImage, problems: readonly TextProblem[]): boolean {
  const isTold = problems.some(({ rule, range }) => rule === 'tag-taken' && touches(range, image.range));
  return isTold || standingOf(asker, image).kind === 'taken';
}

/**
 * What can be done about all images of a file, as far as is known without asking: for what is seen somebody asked already. Where nothing of
 * the kind can be done about an image at the place, nobody looks at all others for it.
 */
export function fixAllImages(facts: Facts, images: readonly ListedImage[], range: Range): Fix[] {
  const asker = new Asker(facts);
  const here = images.filter((image) => touches(image.range, range)).slice(0, mostImages);
  const pinOf = (image: ListedImage) => pinEdit(asker, image) ?? [];
  const updateOf = (image: ListedImage) => {
    const tag = newerTag(asker, image);
    const edits = tag === undefined ? undefined : updateEdits(asker, image, tag);
    return edits ? [edits] : [];
  };
  const wherever = (can: (image: ListedImage) => object) => (here.flatMap(can).length > 0 ? images : []);
  const pins = wherever(pinOf)
    .flatMap(pinOf)
    .map(({ range: place, text }) => ({ range: place, text }));
  const updates = wherever(updateOf).flatMap(updateOf);
  const plain = { isPreferred: false, isSafe: false } as const;
  return [
    ...(pins.length > 1 ? [{ title: `Pin all ${pins.length} sources`, edits: pins, ...plain }] : []),
    ...(updates.length > 1 ? [{ title: `Update all ${updates.length} images`, edits: updates.flat(), ...plain }] : []),
  ];
}
