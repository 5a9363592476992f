import {
  type ChartPlan,
  chartHasPushes,
  chartHasWrites,
  planChart,
  refuseOverwriting,
  runChart,
  versioned,
} from '#jobs';
import { exitCodeOfResult, ReleaseError } from '#problem';
import { chartPlanEnding, chartPlanText, chartQuestion, chartReportText, line } from '#text';
import type { Invocation } from './command.ts';
import { canAsk, confirm, confirmationRequired } from './confirm.ts';
import type { Console } from './console.ts';
import { withHosts } from './hosts.ts';
import { chartOptions, openChartJob } from './open-chart-job.ts';
import { commonOptions, mirrorOptions } from './options.ts';
import type { World } from './world.ts';

/**
 * Shows what becomes of a chart, and where that is asked for writes and pushes it.
 * @returns the exit status
 * @throws ReleaseError `confirmation-required`, `cancelled` when the answer is no; what plan and run throw
 */
export function injectChart(invocation: Invocation, console: Console, world: World): Promise<number> {
  const { options } = invocation;
  const push = options.has(chartOptions.push);
  const output = options.text(chartOptions.output);
  // Known before anything is asked of anyone, and whatever the plan will be. A file is what was asked for; a tag may be final.
  if (push && !options.has(mirrorOptions.yes) && !canAsk(world)) throw confirmationRequired('chart inject --push');
  return withHosts(options, console, world, async (hosts) => {
    const { gathered, gateways, close } = await openChartJob(invocation, hosts, console, world);
    try {
      const inputs = [...gathered.inputs, options.text(commonOptions.hosts)];
      if (output !== undefined) refuseOverwriting('-o', output, inputs, gateways.files);
      const job = { emit: versioned(console.emit), signal: world.signal };
      const plan = await planChart(
        { chart: gathered, output, push, newTags: options.has(chartOptions.newTags) },
        gateways,
        job,
      );
      const isMeant = push || output !== undefined;
      if (!isMeant || !plan.ok) {
        console.result(plan, (width) => [...chartPlanText(plan, width), ...chartPlanEnding(plan, width)]);
        return exitCodeOfResult(plan);
      }
      const needsConfirmation = chartHasPushes(plan) && !options.has(mirrorOptions.yes);
      // With nothing to write the report says all that the plan would.
      if (chartHasWrites(plan) && (!console.isJson || needsConfirmation))
        console.sayText((width) => [...chartPlanText(plan, width), line()]);
      if (needsConfirmation && !(await confirm(chartQuestion(plan), console, world)))
        throw new ReleaseError('cancelled', 'Nothing was written');
      console.expect({ target: plan.target, items: pushItems(plan) });
      const report = await runChart(plan, gathered, gateways, job);
      const exitCode = exitCodeOfResult(report);
      console.result(report, (width) => chartReportText(report, exitCode, width));
      return exitCode;
    } finally {
      close();
    }
  });
}

/** What a push moves, as progress knows it. */
function pushItems({ push, archive }: Pick<ChartPlan, 'push' | 'archive'>) {
  return push?.state === 'absent' ? [{ target: push.reference, bytes: archive.size, outcome: 'copy' as const }] : [];
}
