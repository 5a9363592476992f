import type { Range } from '#problem';

/** Whether two stretches share a place; touching counts, so that a cursor at an end is inside. */
export function touches(a: Range, b: Range): boolean {
  return !isBefore(a, b) && !isBefore(b, a);
}

function isBefore(a: Range, b: Range): boolean {
  return a.endLine < b.line || (a.endLine === b.line && a.endColumn < b.column);
}

/** From the start of one line to the start of another. Both 1-based. */
export function lineSpan(first: number, next: number): Range {
  return { line: first, column: 1, endLine: next, endColumn: 1 };
}
