import * as vscode from 'vscode';
import { abortSignal } from '../abort-signal.ts';
import { saveFirst } from '../jobs/run/save-first.ts';
import { requireTrust } from '../require-trust.ts';
import type { ChartJobs } from './chart-jobs.ts';
import { chartTitle } from './chart-subject.ts';
import { chooseChart } from './choose-chart.ts';
import { newTagsOf } from './new-tags-of.ts';

/** Shows every image that a chart needs, and what the target has of it, as a document. @throws ReleaseError what asking throws */
export async function compareChartImages({ jobs, documents }: ChartJobs, given: readonly unknown[]): Promise<void> {
  if (!(await requireTrust(vscode.l10n.t('Comparing the images of a chart')))) return;
  const { services } = jobs;
  const subject = await chooseChart(given, services);
  if (!subject || !(await saveFirst(subject.place.settings, 'compare', services))) return;
  const { world, place, chart } = subject;
  const newTags = await newTagsOf(subject, services);
  const title = vscode.l10n.t('Comparing the images of {0} with the target', chartTitle(subject));
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  const { text } = await vscode.window.withProgress(options, (_, token) =>
    services.workers.ask(world, 'chartImages', { place, chart, ...newTags }, { signal: abortSignal(token) }),
  );
  services.jobs.appendLine(text);
  await documents.openImages({ ...subject, ...newTags }, text);
}
