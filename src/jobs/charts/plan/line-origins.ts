import { diffLines } from '#formats';
import type { LineOrigin } from '#rules';

/**
 * Where the lines of a changed text come from: a line that stayed is where it was; what took the place of other lines stands at those, and what
 * was added before the line that it was added before.
 * @returns one for each line of the changed text
 */
export function lineOrigins(before: string, after: string): readonly LineOrigin[] {
  const last = Math.max(1, before.replace(/\n$/, '').split('\n').length);
  // Lines that are gone, and whose place has not been taken yet.
  let gone: number[] = [];
  return diffLines(before, after).flatMap((line): LineOrigin[] => {
    if (line.what === 'removed') {
      gone.push(line.before);
      return [];
    }
    if (line.what === 'same') {
      gone = [];
      return [{ line: line.before, isOwn: true }];
    }
    return [{ line: gone.shift() ?? Math.min(line.before + 1, last), isOwn: false }];
  });
}
