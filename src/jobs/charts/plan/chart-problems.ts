import type { ChartFinding } from '#chart';
import type { Problem } from '#problem';
import type { ChartImage } from '../chart-image.ts';
import type { ChartProblem } from '../chart-plan.ts';

/** What injecting found, as a plan keeps it: at a file of the chart. */
export function findingProblems(findings: readonly ChartFinding[]): ChartProblem[] {
  return findings.map(({ code, severity, message, hint, file, line }) => ({
    file,
    ...(line === undefined ? {} : { line }),
    rule: code,
    severity,
    message,
    ...(hint === undefined ? {} : { hint }),
  }));
}

/** What rules found, as a plan keeps it. */
export function ruleProblems(problems: readonly Problem[]): ChartProblem[] {
  return problems.map(({ file, range, rule, severity, message, hint, awsCode }) => ({
    file,
    ...range,
    rule,
    severity,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(awsCode === undefined ? {} : { awsCode }),
  }));
}

/** By how grave they are, then by place: what stops a release comes first. */
export function sortedProblems(problems: readonly ChartProblem[]): ChartProblem[] {
  const rank = { error: 0, warning: 1, info: 2 } as const;
  const seen = new Set<string>();
  return [...problems]
    .filter(({ file, line, rule, message }) => {
      const key = JSON.stringify([file, line, rule, message]);
      return !seen.has(key) && seen.add(key);
    })
    .sort(
      (a, b) =>
        rank[a.severity] - rank[b.severity] ||
        (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
        (a.line ?? 0) - (b.line ?? 0),
    );
}

/** Whether an image stands in the way of the chart: missing ones can be mirrored before the chart is released, or after. */
export function blocks({ state }: Pick<ChartImage, 'state'>): boolean {
  return state === 'taken' || state === 'refused';
}
