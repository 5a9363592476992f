import * as vscode from 'vscode';
import { requireTrust } from '../../require-trust.ts';
import { chooseSubject } from '../ask/choose-subject.ts';
import type { Jobs } from '../jobs.ts';
import { changedSincePlan } from '../results/changed-since-plan.ts';
import { givenRecord, planOf } from '../run/given-record.ts';
import { mirrorInEditor } from '../run/mirror-in-editor.ts';
import { planInEditor } from '../run/plan-in-editor.ts';
import { mirrorRunning } from '../run/run-mirror.ts';
import { saveFirst } from '../run/save-first.ts';

/** Mirrors the plan that is in front, if it still says what the files say and nothing newer is known; anything else is planned first. */
export async function mirrorCommand(jobs: Jobs, given: readonly unknown[]): Promise<void> {
  const { services, running } = jobs;
  if (!(await requireTrust(vscode.l10n.t('Mirroring')))) return;
  if (running.hasMirror) throw mirrorRunning();
  const record = givenRecord(given, 'plan');
  const inFront = record && (await planOf(record, services));
  if (inFront && !inFront.report && (await services.results.isNewest(inFront))) {
    if (!(await saveFirst(inFront.place.settings, 'mirror', services))) return;
    const changed = await changedSincePlan(inFront, services);
    if (changed === '') return mirrorInEditor(jobs, inFront);
    services.jobs.appendLine(vscode.l10n.t('{0} It is made again before anything is mirrored.', changed));
  }
  const subject = inFront ?? (await chooseSubject(given, services));
  const planned = subject && (await planInEditor(jobs, subject, 'mirror'));
  if (planned) await mirrorInEditor(jobs, planned);
}
