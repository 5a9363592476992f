import { chartInFront } from './chart-in-front.ts';
import type { ChartJobs } from './chart-jobs.ts';

/** Shows what a plan changes in the files of its chart. @throws ReleaseError as `chartInFront` */
export async function showChartChanges(charts: ChartJobs, given: unknown): Promise<void> {
  await charts.documents.openChanges(await chartInFront(charts, given));
}
