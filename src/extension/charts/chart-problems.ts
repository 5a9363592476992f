import type { Problem } from '#problem';
import type { KnownChart } from '#worker';
import { absoluteFile } from '../jobs/results/job-result.ts';

/** Of a whole line: longer ones end where they end. */
const lineEnd = 1000;

/** What speaks against a chart, on the lines where its plan places it. */
export function chartProblems({ place, plan }: Pick<KnownChart, 'place' | 'plan'>): readonly Problem[] {
  return plan.problems.map(({ file, line = 1, column = 1, endLine = line, endColumn, ...said }): Problem => {
    const { rule, severity, message, hint, awsCode } = said;
    return {
      file: absoluteFile(file, place),
      range: { line, column, endLine, endColumn: isPlace(endColumn, column, endLine > line) ? endColumn : lineEnd },
      rule,
      severity,
      message,
      ...(hint === undefined ? {} : { hint }),
      ...(awsCode === undefined ? {} : { awsCode }),
    };
  });
}

/** Whether it is more than the line's beginning, which says no more than the line. */
function isPlace(end: number | undefined, start: number, isLonger: boolean): end is number {
  return end !== undefined && (isLonger || end > start);
}
