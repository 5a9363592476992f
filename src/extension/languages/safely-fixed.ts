import type { Edit, Facts, Language } from '#language';
import type { Range } from '#problem';

/** A fix can leave something for another one; more rounds than these are a circle. */
const mostRounds = 10;

/** A text after all fixes that may run unseen; the same text when there are none. */
export function safelyFixed(language: Language, text: string, facts: Facts): string {
  let fixed = text;
  for (let round = 0; round < mostRounds; round++) {
    const next = applied(fixed, language.safeEdits(fixed, facts));
    if (next === fixed) break;
    fixed = next;
  }
  return fixed;
}

/** The text with edits made by place. One that touches a place of the one before it waits for the next round. */
function applied(text: string, edits: readonly Edit[]): string {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const offset = (line: number, column: number) =>
    Math.min((starts[line - 1] ?? text.length) + column - 1, text.length);
  const placed = edits
    .map(({ range, text: written }) => ({ ...offsets(range, offset), written }))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  const parts: string[] = [];
  let at = 0;
  let insertedAt = -1;
  for (const { start, end, written } of placed) {
    // Two insertions at one place have no order.
    if (start < at || start === insertedAt) continue;
    parts.push(text.slice(at, start), written);
    at = end;
    insertedAt = start === end ? start : -1;
  }
  return parts.join('') + text.slice(at);
}

function offsets({ line, column, endLine, endColumn }: Range, offset: (line: number, column: number) => number) {
  return { start: offset(line, column), end: offset(endLine, endColumn) };
}
