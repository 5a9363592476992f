import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { KnownChart } from '#worker';
import { isOfOtherWindow } from '../jobs/ask/other-window.ts';
import { showClosing } from '../jobs/words/show-closing.ts';
import type { ChartJobs } from './chart-jobs.ts';
import { pushMemory, type RememberedPush } from './remembered-push.ts';
import { chartReportClosing } from './words/chart-closing.ts';

const askEveryMs = 1000;
/** A worker whose window is gone settles what it had begun: a manifest and a tag. */
const asks = 20;

/**
 * Says what came of the push of a chart that was running when the window was closed or loaded anew.
 * @throws the signal's reason; ReleaseError what keeps the worker from saying
 */
export async function resumePush({ jobs, documents }: ChartJobs, signal: AbortSignal): Promise<void> {
  const { services } = jobs;
  const { workspaceState } = services.context;
  const push = workspaceState.get<RememberedPush>(pushMemory);
  if (!push || (await isOfOtherWindow(push, signal))) return;
  // Another one was begun while we waited: that is told by who runs it.
  if (workspaceState.get<RememberedPush>(pushMemory)?.since !== push.since) return;
  const known = await settledChart(jobs, push, signal);
  const { report } = known ?? {};
  services.tagsChanged.changed([push.reference]);
  if (known && report) {
    await services.charts.add(known, push.settingsHash);
    const { gravity, text } = chartReportClosing(report);
    showClosing(
      services,
      { gravity, text: vscode.l10n.t('The push of a chart that was running when the window was closed: {0}', text) },
      { label: vscode.l10n.t('Show Report'), run: () => documents.open(known, 'report') },
    );
  } else {
    const text = vscode.l10n.t(
      'The push of {0} that was running when the window was closed has left no report. Inject the chart again: its plan shows whether it is there.',
      push.reference,
    );
    showClosing(services, { gravity: 'warning', text });
  }
  await workspaceState.update(pushMemory, undefined);
}

async function settledChart(
  { services }: ChartJobs['jobs'],
  { world, record }: RememberedPush,
  signal: AbortSignal,
): Promise<KnownChart | undefined> {
  for (let ask = 1; ; ask++) {
    const known = await services.charts.find(world, record);
    if (!known || known.report || ask === asks) return known;
    await pause(askEveryMs, undefined, { signal });
  }
}
