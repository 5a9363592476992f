import { type Code, codes, type Problem, type Severity, type SuppressedProblem } from '#problem';
import type { RunNotice } from './result-problems.ts';
import { safeProblem, safeText, wholeMessage } from './safe-problem.ts';

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };
/** GitHub refuses a log with more (docs.github.com: SARIF support for code scanning), and shows 5,000. */
const mostResults = 25_000;

/**
 * A SARIF 2.1.0 log (OASIS), with the pages of the rules that were broken and what GitHub's code scanning wants beside what the standard does. A log
 * has the 25,000 gravest problems at most; a notification in it tells of the others.
 * @param version of this program
 * @param suppressed what rules find that the settings have off: results with a suppression, which code scanning shows as closed
 * @param notices about the run as a whole: notifications, and with an error among them the run was no success
 */
export function checkSarif(
  problems: readonly Problem[],
  version: string,
  suppressed: readonly SuppressedProblem[] = [],
  notices: readonly RunNotice[] = [],
): object {
  const reasons = new Map(suppressed.map(({ problem, reason }) => [problem, reason]));
  const all = [...problems, ...reasons.keys()];
  const shown = gravest(problems, [...reasons.keys()]);
  const broken = [...new Set(shown.map(({ rule }) => rule))].sort();
  const rank = new Map(broken.map((rule, position) => [rule, position]));
  const told = [...notices, ...(shown.length === all.length ? [] : [cutShort(all.length - shown.length)])];
  const driver = { name: 'marketplace-release', semanticVersion: version, rules: broken.map(ruleOf) };
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver },
        columnKind: 'utf16CodeUnits',
        ...(told.length === 0 ? {} : { invocations: [invocationOf(told)] }),
        results: shown.map((one) => {
          const problem = safeProblem(one);
          return {
            ruleId: problem.rule,
            ruleIndex: rank.get(problem.rule),
            level: levels[problem.severity],
            message: { text: wholeMessage(problem) },
            locations: [{ physicalLocation: placeOf(problem) }],
            ...suppressionOf(reasons.get(one)),
            ...(problem.awsCode === undefined ? {} : { properties: { awsCode: problem.awsCode } }),
          };
        }),
      },
    ],
  };
}

/** Suppressed ones come last, however grave. */
function gravest(problems: readonly Problem[], suppressed: readonly Problem[]): readonly Problem[] {
  const all = [...problems, ...suppressed];
  if (all.length <= mostResults) return all;
  const severities: readonly Severity[] = ['error', 'warning', 'info'];
  const ordered = severities.flatMap((severity) => problems.filter((problem) => problem.severity === severity));
  const kept = new Set([...ordered, ...suppressed].slice(0, mostResults));
  return all.filter((problem) => kept.has(problem));
}

/** By the settings, not in the text that was looked at: `external` (SARIF 2.1.0, 3.35.2). */
function suppressionOf(reason: string | undefined): object {
  if (reason === undefined) return {};
  return { suppressions: [{ kind: 'external', justification: safeText(reason) }] };
}

function cutShort(left: number): RunNotice {
  const message = `${left} more problems are not in this log: code scanning takes ${mostResults} at most. The text format shows all.`;
  return { severity: 'warning', message };
}

function invocationOf(notices: readonly RunNotice[]): object {
  return {
    executionSuccessful: notices.every(({ severity }) => severity !== 'error'),
    toolExecutionNotifications: notices.map(({ severity, message }) => ({
      level: levels[severity],
      message: { text: safeText(message) },
    })),
  };
}

function ruleOf(rule: Code): object {
  const { means, cure } = codes[rule];
  return { id: rule, shortDescription: { text: means }, fullDescription: { text: means }, help: { text: cure } };
}

function placeOf({ file, range }: Problem): object {
  return {
    artifactLocation: { uri: uriOf(file) },
    region: {
      startLine: range.line,
      startColumn: range.column,
      endLine: range.endLine,
      endColumn: range.endColumn,
    },
  };
}

/** A file name as URI (RFC 8089): relative to where the check ran, unless it is absolute. */
function uriOf(file: string): string {
  const path = file
    .replace(/\p{Cs}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
  // A share of Windows names its host: //server/share
  if (file.startsWith('//')) return `file:${path}`;
  if (file.startsWith('/')) return `file://${path}`;
  return /^[A-Za-z]:\//.test(file) ? `file:///${file.slice(0, 2)}${path.slice(path.indexOf('/'))}` : path;
}
