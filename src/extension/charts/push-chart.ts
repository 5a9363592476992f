import * as vscode from 'vscode';
import type { KnownChart } from '#worker';
import { showClosing } from '../jobs/words/show-closing.ts';
import { requireTrust } from '../require-trust.ts';
import { chartInFront } from './chart-in-front.ts';
import type { ChartJobs } from './chart-jobs.ts';
import { mayPush } from './may-push.ts';
import { runChart } from './run-chart.ts';
import { showUnready } from './show-unready.ts';
import { chartReportClosing } from './words/chart-closing.ts';
import { pushChartQuestion } from './words/push-chart-question.ts';

/** Pushes the chart whose plan is in front. @throws ReleaseError as {@link pushKnownChart} */
export async function pushChart(charts: ChartJobs, given: unknown): Promise<void> {
  await pushKnownChart(charts, await chartInFront(charts, given));
}

/**
 * Asks, and pushes a chart as its plan says.
 * @throws ReleaseError what running throws: nothing was pushed then; `cancelled`
 */
export async function pushKnownChart(charts: ChartJobs, known: KnownChart): Promise<void> {
  if (!(await requireTrust(vscode.l10n.t('Pushing a chart')))) return;
  const { services } = charts.jobs;
  const { plan, world } = known;
  if (!mayPush(plan)) return showUnready(charts, known);
  const { question, detail, button } = pushChartQuestion(plan, world);
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, button)) !== button) return;
  services.jobs.show(true);
  const title = vscode.l10n.t('Pushing the chart {0}', plan.result.name);
  const ran = await runChart(charts, known, title);
  await charts.documents.open(ran, 'report');
  showClosing(services, chartReportClosing(ran.report), {
    label: vscode.l10n.t('Show Report'),
    run: () => charts.documents.open(ran, 'report'),
  });
}
