import type { Edit, Facts, Fix, Language } from '#language';
import type { Range } from '#problem';

/** A fix can leave something for another one; more rounds than these are a circle. */
const mostRounds = 10;

/** A text after all fixes that may run unseen; the same text when there are none. */
export function safelyFixed(language: Language, text: string, facts: Facts): string {
  let fixed = text;
  for (let round = 0; round < mostRounds; round++) {
    const problems = language.diagnose(fixed);
    const edits = problems.flatMap((problem) => {
      const { value } = language.fixes(fixed, problem.range, [problem], facts);
      // What solves the problem, not what else can be done at its place.
      const safe: Fix | undefined = value.find(
        ({ isSafe, creates, solves }) => isSafe && !creates && solves === problem.rule,
      );
      return safe ? [safe.edits] : [];
    });
    const next = applied(fixed, apart(edits));
    if (next === fixed) break;
    fixed = next;
  }
  return fixed;
}

/** Those that touch no place of one before. */
function apart(all: readonly (readonly Edit[])[]): Edit[] {
  const taken: Edit[] = [];
  for (const edits of all)
    if (!edits.some(({ range }) => taken.some((other) => overlaps(range, other.range)))) taken.push(...edits);
  return taken;
}

function overlaps(a: Range, b: Range): boolean {
  return !(isUpTo(a, b) || isUpTo(b, a));
}

function isUpTo(a: Range, b: Range): boolean {
  if (isSamePlace(a, b)) return false;
  return a.endLine < b.line || (a.endLine === b.line && a.endColumn <= b.column);
}

/** Two insertions at one place have no order. */
function isSamePlace(a: Range, b: Range): boolean {
  return a.line === b.line && a.column === b.column;
}

function applied(text: string, edits: readonly Edit[]): string {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const offset = (line: number, column: number) =>
    Math.min((starts[line - 1] ?? text.length) + column - 1, text.length);
  const placed = edits.map(({ range, text: written }) => ({
    start: offset(range.line, range.column),
    end: offset(range.endLine, range.endColumn),
    written,
  }));
  let result = text;
  for (const { start, end, written } of placed.sort((a, b) => b.start - a.start))
    result = `${result.slice(0, start)}${written}${result.slice(end)}`;
  return result;
}
