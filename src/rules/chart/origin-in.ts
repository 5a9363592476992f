import type { Range } from '#problem';
import type { ChartEvidence, InChart } from './chart-evidence.ts';

/** A place in a file of a chart as it was, and whether what is found there was injected. */
interface FoundOrigin {
  readonly range: Range;
  readonly isOwn: boolean;
}

/** The place of a finding in the file that the vendor has: injecting moves lines. */
export function originIn({ origins }: Pick<ChartEvidence, 'origins'>, { path, range }: InChart): FoundOrigin {
  const lines = origins?.[path];
  const start = lines?.[range.line - 1];
  if (!lines || !start) return { range, isOwn: true };
  const { line, isOwn } = start;
  if (!isOwn) return { range: { line, column: 1, endLine: line, endColumn: 1 }, isOwn };
  const end = lines[range.endLine - 1];
  // An end in a line that was put there is one that the file does not have.
  if (!end?.isOwn) return { range: { line, column: range.column, endLine: line, endColumn: range.column }, isOwn };
  return { range: { ...range, line, endLine: end.line }, isOwn };
}
