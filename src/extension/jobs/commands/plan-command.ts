import * as vscode from 'vscode';
import { requireTrust } from '../../require-trust.ts';
import { chooseSubject } from '../ask/choose-subject.ts';
import type { Jobs } from '../jobs.ts';
import { planInEditor } from '../run/plan-in-editor.ts';

/** Plans what the command was called on, and shows the plan. */
export async function planCommand(jobs: Jobs, given: readonly unknown[]): Promise<void> {
  const { services } = jobs;
  if (!(await requireTrust(vscode.l10n.t('Planning')))) return;
  const subject = await chooseSubject(given, services);
  if (subject) await planInEditor(jobs, subject, 'plan');
}
