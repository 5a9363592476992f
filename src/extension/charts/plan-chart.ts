import * as vscode from 'vscode';
import { JobNarrator, line } from '#text';
import type { ChartWish, KnownChart } from '#worker';
import { askForLogin } from '../jobs/ask/ask-for-login.ts';
import { inEditor } from '../jobs/ask/editor-talk.ts';
import type { JobTalk } from '../jobs/ask/job-talk.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { newRecord } from '../jobs/run/new-record.ts';
import { startWorld } from '../jobs/run/start-world.ts';
import { progressMade } from '../jobs/words/progress-message.ts';
import { settingsHash } from '../release/settings-hash.ts';
import type { JobOptions } from '../worker/worker-client.ts';
import type { ChartJobs } from './chart-jobs.ts';
import { chartProblems } from './chart-problems.ts';
import { type ChartSubject, chartTitle } from './chart-subject.ts';
import { chartLinesOf } from './problems-brought-back.ts';

/**
 * Plans what becomes of a chart, with progress that can be cancelled, and keeps the plan as the newest word on it. What speaks against it
 * goes to its lines, as far as its files are on this disk.
 * @throws ReleaseError what planning throws, `cancelled`
 */
export async function planChart(
  { jobs, problems }: ChartJobs,
  { world, place, chart }: ChartSubject,
  wish: Omit<ChartWish, 'chart'>,
): Promise<KnownChart> {
  const { services } = jobs;
  const title = vscode.l10n.t('Planning the chart {0}', chartTitle({ chart }));
  return inEditor(jobs, 'chart', title, async (talk) => {
    const now = new Date();
    const record = newRecord(now);
    const sandboxFolder = await startWorld(services.workers, world, talk.control.signal);
    talk.say([line(`[${now.toTimeString().slice(0, 8)}] ${title}`, 'strong')]);
    const hash = await settingsHash(place.settings);
    const full = { chart, ...wish };
    const options = { ...chartJobOptions(jobs, talk), sandboxFolder };
    const { plan } = await services.workers.runJob(world, 'planChart', { place, record, ...full }, options);
    const sandbox = sandboxFolder === undefined ? {} : { sandboxFolder };
    const known: KnownChart = { schemaVersion: 1, record, world, place, wish: full, plan, ...sandbox };
    await services.charts.add(known, hash);
    problems.replace(chartLinesOf(known), chartProblems(known));
    return known;
  });
}

/** How a job about a chart talks to whoever started it. */
export function chartJobOptions({ services }: Pick<Jobs, 'services'>, { control, say, draw }: JobTalk): JobOptions {
  const narrator = new JobNarrator();
  return {
    signal: control.signal,
    abort: control.abort,
    onLoginEnded: (ended) => askForLogin(services, ended, control.signal, () => progressMade(narrator.progress)),
    onEvent: (event) => {
      say(narrator.tell(event, performance.now()));
      draw?.(narrator.progress);
    },
  };
}
