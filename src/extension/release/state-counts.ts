import { formatCount } from '#text';
import type { ImageState } from './image-state.ts';

/** One image of the release: lines that ask for the same one count once. */
export interface CountedImage {
  readonly name: string;
  readonly source: string;
  readonly state: ImageState;
  /** Whether there is a warning about it that is no more than that. */
  readonly isWarned: boolean;
}

const toTell: readonly (readonly [ImageState, (count: number) => string])[] = [
  ['verified', (count) => `${count} verified`],
  ['copy', (count) => `${count} to copy`],
  ['copied', (count) => `${count} copied`],
  ['missing', (count) => `${count} missing`],
  ['conflict', (count) => formatCount(count, 'conflict')],
  ['failed', (count) => `${count} failed`],
  ['cancelled', (count) => `${count} cancelled`],
];

/** What is to be said of many images: `2 to copy, 1 conflict`; nothing before they were planned. */
export function countWords(images: readonly CountedImage[]): string {
  const distinct = new Map(images.map((image) => [`${image.name} ${image.source}`, image]));
  const taking = [...distinct.values()].filter(({ state }) => state !== 'ignored');
  const states = taking.map(({ state }) => state);
  const count = (...wanted: ImageState[]) => states.filter((state) => wanted.includes(state)).length;
  const unplanned = count('unplanned');
  if (states.length === unplanned) return '';
  const words = toTell.flatMap(([state, say]) => (count(state) > 0 ? [say(count(state))] : []));
  const there = count('present', 'equivalent');
  const warned = taking.filter(({ isWarned }) => isWarned).length;
  return [
    ...words,
    // What is there already is worth a word only when there is nothing else to say.
    ...(words.length === 0 && there > 0 ? [`${there} there`] : []),
    ...(warned > 0 ? [`${warned} with warnings`] : []),
    ...(unplanned > 0 ? [`${unplanned} not planned`] : []),
  ].join(', ');
}
