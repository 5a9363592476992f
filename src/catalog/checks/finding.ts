import type { Range, Severity, TextProblem } from '#problem';

/** What a check says beside its place and rule. */
export interface Finding {
  readonly severity?: Severity;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly awsCode?: string | undefined;
}

/** A problem of a form; an error unless it says otherwise. */
export function problemAt(range: Range, rule: TextProblem['rule'], finding: Finding): TextProblem {
  const { severity = 'error', message, hint, awsCode } = finding;
  return { rule, severity, range, message, ...(hint ? { hint } : {}), ...(awsCode ? { awsCode } : {}) };
}

/** The place of a stretch of a value. Its lines after the first begin in column 1, as those of a block do. */
export function placeIn(range: Range, text: string, at: number, length: number): Range {
  const [line, column] = positionOf(range, text, at);
  const [endLine, endColumn] = positionOf(range, text, at + length);
  return { line, column, endLine, endColumn };
}

function positionOf(range: Range, text: string, at: number): readonly [line: number, column: number] {
  let line = range.line;
  let start = -1;
  for (let end = text.indexOf('\n'); end >= 0 && end < at; end = text.indexOf('\n', end + 1)) {
    line += 1;
    start = end;
  }
  return [line, line === range.line ? range.column + at : at - start];
}
