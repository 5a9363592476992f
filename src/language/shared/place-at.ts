import { lineIndex } from '#formats';
import type { Range } from '#problem';

/** The place of an offset (UTF-16 units), as an empty range. One outside the text is at its nearest end. */
export function placeAt(text: string, offset: number): Range {
  return lineIndex(text).range(offset, offset);
}
