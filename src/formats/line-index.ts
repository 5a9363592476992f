import type { Range } from '#problem';

/** Turns offsets of one text (UTF-16 units, as every parser library counts) into lines and columns. */
export interface LineIndex {
  /** The stretch from one offset to another, the end exclusive. Offsets outside the text are brought to its ends. */
  range(start: number, end: number): Range;
}

/** Indexes the text once; a look-up is then a binary search. A line ends with LF; the CR of a CRLF belongs to its line. */
export function lineIndex(text: string): LineIndex {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);

  function lineOf(offset: number): number {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  return {
    range(start, end) {
      const from = Math.min(Math.max(start, 0), text.length);
      const to = Math.min(Math.max(end, from), text.length);
      const line = lineOf(from);
      const endLine = to < (starts[line + 1] ?? text.length + 1) ? line : lineOf(to);
      return {
        line: line + 1,
        column: from - (starts[line] ?? 0) + 1,
        endLine: endLine + 1,
        endColumn: to - (starts[endLine] ?? 0) + 1,
      };
    },
  };
}
