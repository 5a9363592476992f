import type { Code } from './codes.ts';
import type { Range } from './range.ts';

export type Severity = 'error' | 'warning' | 'info';

/**
 * Something wrong at a place in a text. Parsers return these without `file`; whoever read the file adds it with {@link inFile}.
 * `awsCode` is AWS's own code for the same finding, where there is one.
 */
export interface TextProblem {
  readonly rule: Code;
  readonly severity: Severity;
  readonly range: Range;
  readonly message: string;
  readonly hint?: string;
  readonly awsCode?: string;
}

/** A {@link TextProblem} in a named file: what `check` prints, an editor underlines and SARIF carries. */
export interface Problem extends TextProblem {
  readonly file: string;
}

/** A problem whose rule the settings have off: it stops nothing and is not told, but reports and SARIF logs account for it. */
export interface SuppressedProblem {
  readonly problem: Problem;
  /** As the settings give it. */
  readonly reason: string;
}

/** The problems of one text, told of the file it came from. */
export function inFile(file: string, problems: readonly TextProblem[]): Problem[] {
  return problems.map((problem) => ({ ...problem, file }));
}

/** AWS's own code, as it stands beside ours wherever a problem is shown: ` (AWS: INVALID_INPUT)`; `""` where AWS has none. */
export function besideOurs({ awsCode }: Pick<TextProblem, 'awsCode'>): string {
  return awsCode === undefined ? '' : ` (AWS: ${awsCode})`;
}

/** By file, then place, then rule: the order in which problems are shown, whatever order they were found in. */
export function comparePositions(a: Problem, b: Problem): number {
  return (
    compareText(a.file, b.file) ||
    a.range.line - b.range.line ||
    a.range.column - b.range.column ||
    compareText(a.rule, b.rule)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
