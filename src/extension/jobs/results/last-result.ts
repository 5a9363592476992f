import * as vscode from 'vscode';
import { chooseSubject } from '../ask/choose-subject.ts';
import type { Jobs } from '../jobs.ts';
import { givenRecord, resultOf } from '../run/given-record.ts';
import { planAgain } from '../run/plan-again.ts';
import { showClosing } from '../words/show-closing.ts';
import type { JobPart } from './job-documents.ts';
import { isPlanResult, type JobResult } from './job-result.ts';

/**
 * The plan or report that a command is about: the document that is in front, else the newest of the release. When there is none, the
 * user is told how to get one.
 * @throws ReleaseError what choosing throws
 */
export async function lastResult(jobs: Jobs, given: readonly unknown[], part: JobPart): Promise<JobResult | undefined> {
  const { services } = jobs;
  const record = givenRecord(given, 'plan') ?? givenRecord(given, 'report');
  const inFront = record && (await resultOf(record, services));
  if (inFront && hasPart(inFront, part)) return inFront;
  // A plan that was not run has no report, and a verification no plan: then it is the last one of that release.
  const subject = inFront ?? (await chooseSubject(given, services));
  if (!subject) return undefined;
  const found = (await services.results.of(subject)).find((result) => hasPart(result, part));
  if (found) return found;
  const text =
    part === 'plan'
      ? vscode.l10n.t('There is no plan for this target yet.')
      : vscode.l10n.t('There is no report for this target yet: nothing was mirrored to it or verified from here.');
  showClosing(
    services,
    { gravity: 'information', text },
    { ...planAgain(jobs, subject), label: vscode.l10n.t('Plan') },
  );
  return undefined;
}

function hasPart(result: JobResult, part: JobPart): boolean {
  return part === 'plan' ? isPlanResult(result) : result.report !== undefined;
}
