import type { Jobs } from '../jobs/jobs.ts';
import type { ChartDocuments } from './chart-documents.ts';
import type { ChartProblemLines } from './chart-problem-lines.ts';

/** What the commands of charts share. */
export interface ChartJobs {
  readonly jobs: Jobs;
  readonly documents: ChartDocuments;
  readonly problems: ChartProblemLines;
}
