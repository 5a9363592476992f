import * as vscode from 'vscode';
import type { KnownChart } from '#worker';
import { saveFirst } from '../jobs/run/save-first.ts';
import { type Offer, showClosing } from '../jobs/words/show-closing.ts';
import { requireTrust } from '../require-trust.ts';
import type { ChartJobs } from './chart-jobs.ts';
import { chooseChart } from './choose-chart.ts';
import { planChart } from './plan-chart.ts';
import { pushKnownChart } from './push-chart.ts';
import { saveKnownChart } from './save-chart.ts';
import { sayLines } from './say-chart.ts';
import { chartPlanClosing } from './words/chart-closing.ts';

/**
 * Plans what becomes of a chart: shows the plan, and behind it each changed file as a difference. What is written and pushed then is for
 * whoever has looked at it to say.
 * @throws ReleaseError what choosing and planning throw
 */
export async function injectChart(charts: ChartJobs, given: readonly unknown[]): Promise<void> {
  if (!(await requireTrust(vscode.l10n.t('Injecting into a chart')))) return;
  const { services } = charts.jobs;
  const subject = await chooseChart(given, services);
  if (!subject || !(await saveFirst(subject.place.settings, 'plan', services))) return;
  const known = await planChart(charts, subject, { push: true });
  await showPlanned(charts, known);
}

/** Shows a plan, its changes, and what can be done next. */
async function showPlanned(charts: ChartJobs, known: KnownChart): Promise<void> {
  const { documents, jobs } = charts;
  await sayLines(jobs, known, 'plan');
  await documents.open(known, 'plan');
  if (known.plan.changes.length > 0) await documents.openChanges(known);
  const { services } = jobs;
  const { changes, push, ok } = known.plan;
  const show: Offer = { label: vscode.l10n.t('Show Plan'), run: () => documents.open(known, 'plan') };
  const save: Offer = { label: vscode.l10n.t('Save Chart…'), run: () => saveKnownChart(charts, known) };
  const send: Offer = { label: vscode.l10n.t('Push Chart…'), run: () => pushKnownChart(charts, known) };
  const canPush = ok && push?.state === 'absent';
  const offers = [...(changes.length > 0 || ok ? [save] : []), ...(canPush ? [send] : []), show];
  showClosing(services, chartPlanClosing(known.plan), ...offers);
}
