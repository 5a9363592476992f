import { escapeInvisible } from '#formats';
import { besideOurs, type Code, type Problem, type Severity, type SuppressedProblem } from '#problem';
import type { RunNotice } from './result-problems.ts';
import { safeProblem, safeText, wholeMessage } from './safe-problem.ts';

/** The document of `check --json`. */
export interface CheckDocument {
  readonly ok: boolean;
  readonly problems: readonly CheckLine[];
  /** What rules found that the settings have off, each with the reason; absent when there is none. */
  readonly suppressed?: readonly (CheckLine & { readonly reason: string })[];
}

interface CheckLine {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly severity: Severity;
  readonly rule: Code;
  readonly message: string;
  readonly hint?: string;
  readonly awsCode?: string;
}

/** The problems as one JSON document. */
export function checkDocument(
  problems: readonly Problem[],
  suppressed: readonly SuppressedProblem[] = [],
): CheckDocument {
  const off = suppressed.map(({ problem, reason }) => ({ ...lineOf(problem), reason: safeText(reason) }));
  return {
    ok: problems.every(({ severity }) => severity !== 'error'),
    problems: problems.map(lineOf),
    ...(off.length === 0 ? {} : { suppressed: off }),
  };
}

function lineOf(problem: Problem): CheckLine {
  const { file, range, severity, rule, message, hint, awsCode } = safeProblem(problem);
  return {
    file,
    line: range.line,
    column: range.column,
    endLine: range.endLine,
    endColumn: range.endColumn,
    severity,
    rule,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(awsCode === undefined ? {} : { awsCode }),
  };
}

/**
 * One line a problem that terminals and problem matchers link: `file:line:column severity rule message`; AWS's code ends it where AWS has one, the hint
 * is indented below.
 */
export function checkText(problems: readonly Problem[]): string {
  return problems
    .map(safeProblem)
    .map((problem) => {
      const { file, range, severity, rule, message, hint } = problem;
      const place = `${escapeInvisible(file)}:${range.line}:${range.column}`;
      const line = `${place} ${severity} ${rule} ${message}${besideOurs(problem)}\n`;
      return hint === undefined ? line : `${line}  ${hint}\n`;
    })
    .join('');
}

/**
 * GitHub's workflow commands: problems as annotations on the changed lines of a pull request.
 * @param notices about the run as a whole, which are of no file
 */
export function checkGithub(problems: readonly Problem[], notices: readonly RunNotice[] = []): string {
  const ofRun = notices.map(({ severity, message }) => `::${severity}::${githubData(safeText(message))}\n`);
  const ofFiles = problems.map(safeProblem).map((problem) => {
    const { file, range, severity, rule } = problem;
    const properties: [string, string | number][] = [
      ['file', escapeInvisible(file)],
      ['line', range.line],
      ['endLine', range.endLine],
      // The runner drops columns that stand with several lines.
      ...(range.line === range.endLine ? columnsOf(range) : []),
      ['title', rule],
    ];
    const list = properties.map(([name, value]) => `${name}=${githubProperty(String(value))}`).join(',');
    return `::${severity === 'info' ? 'notice' : severity} ${list}::${githubData(wholeMessage(problem))}\n`;
  });
  return [...ofRun, ...ofFiles].join('');
}

function columnsOf({ column, endColumn }: Problem['range']): [string, number][] {
  return [
    ['col', column],
    ['endColumn', endColumn],
  ];
}

/** Escapes of actions/toolkit, `core/src/command.ts`. */
function githubData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function githubProperty(text: string): string {
  return githubData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
