import * as vscode from 'vscode';
import { requireTrust } from '../../require-trust.ts';
import { chooseSubject } from '../ask/choose-subject.ts';
import type { Jobs } from '../jobs.ts';
import type { JobSubject } from '../results/job-subject.ts';
import { givenRecord, planOf } from '../run/given-record.ts';
import { mirrorInEditor } from '../run/mirror-in-editor.ts';
import { planInEditor } from '../run/plan-in-editor.ts';
import { mirrorRunning } from '../run/run-mirror.ts';

/** Plans and mirrors the same release on the sandbox; what is chosen stays chosen. */
export async function rehearseCommand(jobs: Jobs, given: readonly unknown[]): Promise<void> {
  const { services, running } = jobs;
  if (!(await requireTrust(vscode.l10n.t('Rehearsing')))) return;
  if (running.hasMirror) throw mirrorRunning();
  const record = givenRecord(given, 'plan');
  const subject: JobSubject | undefined = record
    ? await planOf(record, services)
    : await chooseSubject(given, services);
  if (!subject) return;
  const { place, files, newTags } = subject;
  // A profile is of the real world.
  const { profile: _, ...sandboxPlace } = place;
  const rehearsal: JobSubject = { world: 'sandbox', place: sandboxPlace, files, newTags };
  const planned = await planInEditor(jobs, rehearsal, 'rehearse');
  if (planned) await mirrorInEditor(jobs, planned);
}
