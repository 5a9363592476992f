import type { Edit } from '#language';

/** A text with edits made, as an editor makes them: places are those of the text before; none may share a place with another. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const offset = (line: number, column: number) => (starts[line - 1] ?? Number.NaN) + column - 1;
  const placed = edits.map(({ range, text: written }) => ({
    start: offset(range.line, range.column),
    end: offset(range.endLine, range.endColumn),
    written,
  }));
  let result = '';
  let at = 0;
  for (const { start, end, written } of placed.sort((a, b) => a.start - b.start)) {
    if (!(start >= at && end >= start && end <= text.length))
      throw new Error(`An edit at ${start}-${end} is misplaced`);
    result += text.slice(at, start) + written;
    at = end;
  }
  return result + text.slice(at);
}
