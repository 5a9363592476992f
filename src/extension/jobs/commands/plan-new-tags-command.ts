import * as vscode from 'vscode';
import { requireTrust } from '../../require-trust.ts';
import { chooseSubject } from '../ask/choose-subject.ts';
import type { Jobs } from '../jobs.ts';
import type { JobSubject } from '../results/job-subject.ts';
import { givenRecord, planOf } from '../run/given-record.ts';
import { planInEditor } from '../run/plan-in-editor.ts';

/** Plans the release of the plan in front, or what the command was called on; images whose tag holds another get a new one: 8.3.4-1. */
export async function planNewTagsCommand(jobs: Jobs, given: readonly unknown[]): Promise<void> {
  const { services } = jobs;
  if (!(await requireTrust(vscode.l10n.t('Planning')))) return;
  const record = givenRecord(given, 'plan');
  const subject: JobSubject | undefined = record
    ? await planOf(record, services)
    : await chooseSubject(given, services);
  if (!subject) return;
  const { world, place, files } = subject;
  await planInEditor(jobs, { world, place, files, newTags: true }, 'plan');
}
