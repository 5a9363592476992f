import type { ChartProblem } from '../chart-plan.ts';
import type { PlacedChart } from './chart-place.ts';

/**
 * Problems in files of a chart, where people find them: what no folder has, in an archive or added by the injection, is named in the
 * message, as rules name it.
 * @param problems their files are from the chart's root
 */
export function placedProblems(
  problems: readonly ChartProblem[],
  { place, name, paths }: PlacedChart,
): readonly ChartProblem[] {
  return problems.map((problem) => {
    const { file, line, column: _, endLine: __, endColumn: ___, message, ...rest } = problem;
    if ('folder' in place && paths.has(file)) return { ...problem, file: `${place.folder}/${file}` };
    const inside = `${file}${line === undefined ? '' : `:${line}`}: ${message}`;
    if ('folder' in place) return { ...rest, file: `${place.folder}/Chart.yaml`, message: inside };
    return { ...rest, file: place.file, ...place.range, message: `Chart ${name}, ${inside}` };
  });
}
