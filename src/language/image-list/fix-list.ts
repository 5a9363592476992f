import { parseImageList } from '#formats';
import type { Range, TextProblem } from '#problem';
import type { Facts } from '../facts.ts';
import type { Answer, Fix } from '../language.ts';
import { Asker } from '../shared/asker.ts';
import { fixAllImages, fixImages } from '../shared/fix-images.ts';
import { additionFixes, duplicateFixes, nearestFixes, unignoreFixes } from './line-fixes.ts';
import { listImages } from './list-images.ts';
import { listText } from './list-text.ts';
import { repeatedLines } from './repeated-lines.ts';
import { sortList } from './sort-list.ts';

/** All that can be done at a place of an image list, what concerns the place first. */
export function fixList(
  text: string,
  range: Range,
  problems: readonly TextProblem[],
  facts: Facts,
): Answer<readonly Fix[]> {
  const asker = new Asker(facts);
  const list = listText(text);
  const images = listImages(text, facts);
  const repeated = repeatedLines(parseImageList(text).model);
  const value = [
    ...fixImages(asker, images, range, problems),
    ...nearestFixes(text, problems, facts.release),
    ...duplicateFixes(list, problems, repeated),
    ...unignoreFixes(list, range, facts),
    ...fixAllImages(facts, images, range),
    ...additionFixes(text, list, facts),
    ...sorting(text, list.lines),
  ];
  return { value, wants: asker.wants };
}

function sorting(text: string, lines: readonly string[]): Fix[] {
  const sorted = sortList(text);
  if (sorted === text) return [];
  const endColumn = (lines.at(-1)?.length ?? 0) + 1;
  const edit = { range: { line: 1, column: 1, endLine: lines.length, endColumn }, text: sorted };
  return [{ title: 'Sort the list', edits: [edit], isPreferred: false, isSafe: false }];
}
