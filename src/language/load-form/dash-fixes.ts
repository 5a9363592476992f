import type { TextProblem } from '#problem';
import type { Fix } from '../language.ts';

/** A dash in place of another sign before an item, and a blank behind it. */
export function dashFixes({ range: { line, column }, rule }: TextProblem, lines: readonly string[]): Fix[] {
  const written = lines[line - 1]?.slice(column - 1) ?? '';
  const sign = /^(?:[*+•–—]\s*|-)(?=\S)/.exec(written)?.[0];
  if (sign === undefined) return [];
  const range = { line, column, endLine: line, endColumn: column + sign.length };
  // A blank is what the formatter adds too; another sign may have been meant as text. What is below a label may stand less far in than it then.
  const isSafe = sign === '-' && !written.trimEnd().endsWith(':');
  const edits = [{ range, text: '- ' }];
  return [{ title: 'Write it as an item', edits, isPreferred: true, isSafe, solves: rule }];
}
