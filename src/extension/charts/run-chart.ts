import type { ChartReport } from '#jobs';
import type { KnownChart } from '#worker';
import { inEditor } from '../jobs/ask/editor-talk.ts';
import { startWorld } from '../jobs/run/start-world.ts';
import { settingsHash } from '../release/settings-hash.ts';
import type { ChartJobs } from './chart-jobs.ts';
import { chartJobOptions } from './plan-chart.ts';
import { sayLines } from './say-chart.ts';

/**
 * Runs the plan of a chart, which somebody has confirmed, and keeps the report as the newest word on it.
 * @throws ReleaseError what running throws: nothing was written then; `cancelled` when it was ended at once
 */
export async function runChart(
  { jobs }: Pick<ChartJobs, 'jobs'>,
  known: KnownChart,
  title: string,
): Promise<KnownChart & { readonly report: ChartReport }> {
  const { services } = jobs;
  const { world, record, place, plan, sandboxFolder } = known;
  try {
    const ran = await inEditor(jobs, 'chart', title, async (talk) => {
      const standing = await startWorld(services.workers, world, talk.control.signal);
      // Whatever the settings say by now: it was this sandbox that was looked at.
      const options = { ...chartJobOptions(jobs, talk), sandboxFolder: sandboxFolder ?? standing };
      const { report } = await services.workers.runJob(world, 'injectChart', { record, planId: plan.planId }, options);
      return { ...known, report };
    });
    await services.charts.add(ran, await settingsHash(place.settings));
    await sayLines(jobs, ran, 'report');
    return ran;
  } finally {
    // However it ended: the tag may be there.
    if (plan.push) services.tagsChanged.changed([plan.push.reference]);
  }
}
