import * as vscode from 'vscode';
import type { KnownChart } from '#worker';
import { showClosing, showProblems } from '../jobs/words/show-closing.ts';
import type { ChartJobs } from './chart-jobs.ts';
import { chartPlanClosing } from './words/chart-closing.ts';

/** Tells why the plan of a chart is not carried out, and leads to what stands in its way. */
export function showUnready({ jobs, documents }: Pick<ChartJobs, 'jobs' | 'documents'>, known: KnownChart): void {
  const { plan } = known;
  showClosing(
    jobs.services,
    chartPlanClosing(plan),
    { label: vscode.l10n.t('Show Plan'), run: () => documents.open(known, 'plan') },
    ...(plan.problems.length > 0 ? [showProblems()] : []),
  );
}
