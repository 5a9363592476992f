import { escapeInvisible } from '#formats';
import { type Code, codes, type Problem, redact, type Severity } from '#problem';

/** The document of `check --json`. */
export interface CheckDocument {
  readonly ok: boolean;
  readonly problems: readonly CheckLine[];
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
export function checkDocument(problems: readonly Problem[]): CheckDocument {
  return {
    ok: problems.every(({ severity }) => severity !== 'error'),
    problems: problems.map(safe).map(({ file, range, severity, rule, message, hint, awsCode }) => ({
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
    })),
  };
}

/** One line a problem that terminals and problem matchers link: `file:line:column severity rule message`; its hint indented below. */
export function checkText(problems: readonly Problem[]): string {
  return problems
    .map(safe)
    .map(({ file, range, severity, rule, message, hint }) => {
      const line = `${escapeInvisible(file)}:${range.line}:${range.column} ${severity} ${rule} ${message}\n`;
      return hint === undefined ? line : `${line}  ${hint}\n`;
    })
    .join('');
}

/** GitHub's workflow commands: problems as annotations on the changed lines of a pull request. */
export function checkGithub(problems: readonly Problem[]): string {
  return problems
    .map(safe)
    .map(({ file, range, severity, rule, message, hint }) => {
      const properties: [string, string | number][] = [
        ['file', escapeInvisible(file)],
        ['line', range.line],
        ['endLine', range.endLine],
        // The runner drops columns that stand with several lines.
        ...(range.line === range.endLine ? columnsOf(range) : []),
        ['title', rule],
      ];
      const list = properties.map(([name, value]) => `${name}=${githubProperty(String(value))}`).join(',');
      return `::${severity === 'info' ? 'notice' : severity} ${list}::${githubData(withHint(message, hint))}\n`;
    })
    .join('');
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

const sarifLevels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** A SARIF 2.1.0 log (OASIS), with the pages of the rules that were broken. */
export function checkSarif(problems: readonly Problem[]): object {
  const broken = [...new Set(problems.map(({ rule }) => rule))].sort();
  const rank = new Map(broken.map((rule, position) => [rule, position]));
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'marketplace-release', rules: broken.map(sarifRule) } },
        columnKind: 'utf16CodeUnits',
        results: problems.map(safe).map(({ file, range, severity, rule, message, hint }) => ({
          ruleId: rule,
          ruleIndex: rank.get(rule),
          level: sarifLevels[severity],
          message: { text: withHint(message, hint) },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: uriOf(file) },
                region: {
                  startLine: range.line,
                  startColumn: range.column,
                  endLine: range.endLine,
                  endColumn: range.endColumn,
                },
              },
            },
          ],
        })),
      },
    ],
  };
}

function sarifRule(rule: Code): object {
  const { means, cure } = codes[rule];
  return { id: rule, shortDescription: { text: means }, help: { text: cure } };
}

/** A file name as URI: relative to where the check ran, unless it is absolute. */
function uriOf(file: string): string {
  const path = file
    .replace(/\p{Cs}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
  if (file.startsWith('/')) return `file://${path}`;
  return /^[A-Za-z]:\//.test(file) ? `file:///${file.slice(0, 2)}${path.slice(path.indexOf('/'))}` : path;
}

function withHint(message: string, hint: string | undefined): string {
  return hint === undefined ? message : `${message}\n${hint}`;
}

/** What files hold reaches messages: no secret leaves with it, and no character that steers a terminal. */
function safe(problem: Problem): Problem {
  const clean = (text: string) => escapeInvisible(redact(text));
  const { message, hint } = problem;
  return { ...problem, message: clean(message), ...(hint === undefined ? {} : { hint: clean(hint) }) };
}
