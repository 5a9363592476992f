import { ReleaseError } from '#problem';
import type { KnownChart } from '#worker';
import type { Jobs } from '../jobs/jobs.ts';

/** Puts a chart's plan or report into the output channel. That it cannot be had changes nothing of the job. */
export async function sayLines(
  { services }: Pick<Jobs, 'services'>,
  { world, record }: Pick<KnownChart, 'world' | 'record'>,
  part: 'plan' | 'report',
): Promise<void> {
  const { workers, jobs, log } = services;
  try {
    jobs.appendLine((await workers.ask(world, 'chartDocument', { record, part })).text);
  } catch (error) {
    log.warn(`The ${part} of the chart ${record} could not be shown: ${ReleaseError.from(error).message}`);
  }
}
