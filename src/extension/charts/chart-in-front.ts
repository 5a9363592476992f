import { ReleaseError } from '#problem';
import type { KnownChart } from '#worker';
import { givenChart } from './chart-documents.ts';
import type { ChartJobs } from './chart-jobs.ts';

/**
 * The plan of a chart that a command is about: of a lens, or of the document in front.
 * @throws ReleaseError `usage` when there is none, `file-not-found` when it is not kept any more
 */
export async function chartInFront({ jobs }: Pick<ChartJobs, 'jobs'>, given: unknown): Promise<KnownChart> {
  const found = givenChart(given);
  if (!found) {
    throw new ReleaseError('usage', 'There is no plan of a chart in front', {
      hint: 'Run Inject Chart… first: its plan opens.',
    });
  }
  const known = await jobs.services.charts.find(found.world, found.record);
  if (known) return known;
  throw new ReleaseError('file-not-found', 'This plan is not kept any more', { hint: 'Plan the chart again.' });
}
