import * as vscode from 'vscode';
import type { KnownChart } from '#worker';
import { saveFirst } from '../jobs/run/save-first.ts';
import { type Offer, showClosing, showProblems } from '../jobs/words/show-closing.ts';
import { requireTrust } from '../require-trust.ts';
import type { ChartJobs } from './chart-jobs.ts';
import type { ChartSubject } from './chart-subject.ts';
import { chooseChart } from './choose-chart.ts';
import { mayPush } from './may-push.ts';
import { maySave } from './may-save.ts';
import { newTagsOf } from './new-tags-of.ts';
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
  await planAndShow(charts, subject, await newTagsOf(subject, services));
}

/** Shows a plan, its changes, and what can be done next. */
async function planAndShow(
  charts: ChartJobs,
  subject: ChartSubject,
  newTags: { readonly newTags?: boolean },
): Promise<void> {
  const { documents, jobs } = charts;
  const known = await planChart(charts, subject, { push: true, ...newTags });
  await sayLines(jobs, known, 'plan');
  await documents.open(known, 'plan');
  if (known.plan.changes.length > 0) await documents.openChanges(known);
  showClosing(jobs.services, chartPlanClosing(known.plan), ...offersOf(charts, known));
}

/** What can be done with it: what stands in the way is only shown. */
function offersOf(charts: ChartJobs, known: KnownChart): readonly Offer[] {
  const { world, place, wish, plan } = known;
  const show: Offer = { label: vscode.l10n.t('Show Plan'), run: () => charts.documents.open(known, 'plan') };
  const save: Offer = { label: vscode.l10n.t('Save Chart…'), run: () => saveKnownChart(charts, known) };
  const push: Offer = { label: vscode.l10n.t('Push Chart…'), run: () => pushKnownChart(charts, known) };
  const again: Offer = {
    label: vscode.l10n.t('Plan with New Tags'),
    run: () => planAndShow(charts, { world, place, chart: wish.chart }, { newTags: true }),
  };
  const isTaken = wish.newTags !== true && plan.images.some(({ state }) => state === 'taken');
  return [
    ...(isTaken ? [again] : []),
    ...(maySave(plan) ? [save] : []),
    ...(mayPush(plan) ? [push] : []),
    show,
    ...(plan.ok ? [] : [showProblems()]),
  ];
}
