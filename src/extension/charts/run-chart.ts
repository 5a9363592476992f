import type { ChartReport } from '#jobs';
import type { KnownChart } from '#worker';
import { inEditor } from '../jobs/ask/editor-talk.ts';
import { startWorld } from '../jobs/run/start-world.ts';
import { settingsHash } from '../release/settings-hash.ts';
import type { Services } from '../services.ts';
import type { ChartJobs } from './chart-jobs.ts';
import { chartJobOptions } from './plan-chart.ts';
import { pushMemory, type RememberedPush } from './remembered-push.ts';
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
  const hash = await settingsHash(place.settings);
  const { push } = plan;
  if (push) {
    const owner = { owner: process.pid, since: Date.now() };
    await remember(services, { record, world, place, settingsHash: hash, reference: push.reference, ...owner });
  }
  try {
    const ran = await inEditor(jobs, 'chart', title, async (talk) => {
      const standing = await startWorld(services.workers, world, talk.control.signal);
      // Whatever the settings say by now: it was this sandbox that was looked at.
      const options = { ...chartJobOptions(jobs, talk), sandboxFolder: sandboxFolder ?? standing };
      const { report } = await services.workers.runJob(world, 'injectChart', { record, planId: plan.planId }, options);
      return { ...known, report };
    });
    await services.charts.add(ran, hash);
    await sayLines(jobs, ran, 'report');
    return ran;
  } finally {
    // However it ended: the tag may be there.
    if (push) services.tagsChanged.changed([push.reference]);
    // A window that closes takes its end of the job with it; the job itself is settled.
    if (push && !jobs.running.isClosing) await remember(services, undefined);
  }
}

function remember({ context }: Pick<Services, 'context'>, push: RememberedPush | undefined): Thenable<void> {
  return context.workspaceState.update(pushMemory, push);
}
