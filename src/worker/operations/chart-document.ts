import { chartPlanEnding, chartPlanText, chartReportText, formatLine, type Line } from '#text';
import type { Operate } from '../operation.ts';

/** Of a document, which is read in an editor of any width. */
const width = 100;

/** The plan or report of a chart as a text to read. */
export const chartDocument: Operate<'chartDocument'> = async ({ record, part }, { charts }) => {
  const { plan, report } = await charts.read(record);
  const lines: readonly Line[] =
    part === 'report' && report
      ? chartReportText(report, undefined, width)
      : [
          ...chartPlanText(plan, width),
          // What can be done with one that is ready, lenses say.
          ...(plan.ok ? [] : chartPlanEnding(plan, width)),
        ];
  return { text: lines.map((line) => `${formatLine(line, false)}\n`).join(''), links: [], folds: [] };
};
