import type { ChartImages } from '#jobs';
import { type Line, line, span } from './line.ts';
import { wrap } from './wrap.ts';

const indent = 10;
/** What finds more than these finds something else. */
const mostShown = 100;

/** What is wrong with a chart, the gravest first: where, which rule, what, and what to do. */
export function chartProblemLines(problems: ChartImages['problems'], width: number): Line[] {
  const hints = new Set<string>();
  const shown = problems.slice(0, mostShown);
  const rest = problems.length - shown.length;
  return [
    ...shown.flatMap(({ file, line: at, severity, rule, message, hint, awsCode }) => {
      const style = severity === 'error' ? 'bad' : severity === 'warning' ? 'warn' : 'muted';
      const place = at === undefined ? file : `${file}:${at}`;
      const aws = awsCode === undefined ? '' : ` (AWS: ${awsCode})`;
      const isNew = hint !== undefined && !hints.has(hint);
      if (isNew) hints.add(hint);
      return [
        [span(`  ${severity.padEnd(8)}`, style), span(rule, 'strong'), span(`${aws}  ${place}`)],
        ...[message, ...(isNew ? [hint] : [])]
          .flatMap((text) => wrap(text, width - indent))
          .map((text) => line(`${' '.repeat(indent)}${text}`)),
      ];
    }),
    ...(rest > 0 ? [line(`  … ${rest} more problems`, 'muted')] : []),
  ];
}
