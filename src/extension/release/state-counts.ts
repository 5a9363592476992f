import { formatCount } from '#text';
import type { ImageState } from './image-state.ts';

/** One image of the release: lines that ask for the same one count once. */
export interface CountedImage {
  readonly name: string;
  readonly source: string;
  readonly state: ImageState;
}

const needsWork: readonly (readonly [ImageState, (count: number) => string])[] = [
  ['copy', (count) => `${count} to copy`],
  ['copied', (count) => `${count} copied`],
  ['conflict', (count) => formatCount(count, 'conflict')],
  ['failed', (count) => `${count} failed`],
  ['cancelled', (count) => `${count} cancelled`],
];

/** What is to be said of many images: `2 to copy, 1 conflict`; nothing before they were planned. */
export function countWords(images: readonly CountedImage[]): string {
  const distinct = new Map(images.map((image) => [`${image.name} ${image.source}`, image.state]));
  const states = [...distinct.values()].filter((state) => state !== 'ignored');
  const count = (...wanted: ImageState[]) => states.filter((state) => wanted.includes(state)).length;
  const unplanned = count('unplanned');
  if (states.length === unplanned) return '';
  const words = needsWork.flatMap(([state, say]) => (count(state) > 0 ? [say(count(state))] : []));
  const there = count('present', 'equivalent');
  return [
    ...words,
    // What is there already is worth a word only when there is nothing else to say.
    ...(words.length === 0 && there > 0 ? [`${there} there`] : []),
    ...(unplanned > 0 ? [`${unplanned} not planned`] : []),
  ].join(', ');
}
