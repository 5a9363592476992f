import path from 'node:path';
import * as vscode from 'vscode';
import type { KnownChart } from '#worker';
import { type Offer, showClosing } from '../jobs/words/show-closing.ts';
import { requireTrust } from '../require-trust.ts';
import { chartInFront } from './chart-in-front.ts';
import type { ChartJobs } from './chart-jobs.ts';
import { mayPush } from './may-push.ts';
import { maySave } from './may-save.ts';
import { planChart } from './plan-chart.ts';
import { pushKnownChart } from './push-chart.ts';
import { runChart } from './run-chart.ts';
import { showUnready } from './show-unready.ts';
import { chartReportClosing } from './words/chart-closing.ts';

/** Saves the chart whose plan is in front. @throws ReleaseError as {@link saveKnownChart} */
export async function saveChart(charts: ChartJobs, given: unknown): Promise<void> {
  await saveKnownChart(charts, await chartInFront(charts, given));
}

/**
 * Asks for a file, and writes the chart to it as it was shown. A chart that has become another one meanwhile is shown instead.
 * @throws ReleaseError what planning and writing throw, `cancelled`
 */
export async function saveKnownChart(charts: ChartJobs, known: KnownChart): Promise<void> {
  if (!(await requireTrust(vscode.l10n.t('Injecting into a chart')))) return;
  const { world, place, wish, plan } = known;
  if (!maySave(plan)) return showUnready(charts, known);
  const { name, version } = plan.result;
  const folder = place.settings === undefined ? '' : path.dirname(place.settings);
  const file = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save the chart'),
    saveLabel: vscode.l10n.t('Save Chart'),
    defaultUri: vscode.Uri.file(path.join(folder, `${name}-${version}.tgz`)),
    filters: { [vscode.l10n.t('Chart archives')]: ['tgz'] },
  });
  if (!file) return;
  const { chart, newTags } = wish;
  const again = await planChart(
    charts,
    { world, place, chart },
    { output: file.fsPath, push: false, ...(newTags ? { newTags } : {}) },
  );
  if (again.plan.archive.digest !== plan.archive.digest) {
    const text = vscode.l10n.t('The chart {0} is another one by now. Nothing was written: this is how it is.', name);
    showClosing(charts.jobs.services, { gravity: 'warning', text });
    await charts.documents.open(again, 'plan');
    if (again.plan.changes.length > 0) await charts.documents.openChanges(again);
    return;
  }
  if (!again.plan.ok) return showUnready(charts, again);
  const title = vscode.l10n.t('Writing the chart {0}', name);
  const { report } = await runChart(charts, again, title);
  const { services } = charts.jobs;
  // On request: it takes the place of the view that somebody works in.
  const reveal: Offer = {
    label: vscode.l10n.t('Reveal'),
    run: () => vscode.commands.executeCommand('revealInExplorer', file),
  };
  const send: Offer = { label: vscode.l10n.t('Push Chart…'), run: () => pushKnownChart(charts, known) };
  const isWritten = report.output?.outcome === 'written' || report.output?.outcome === 'present';
  const offers = isWritten ? [reveal, ...(mayPush(plan) ? [send] : [])] : [];
  showClosing(services, chartReportClosing(report), ...offers);
}
