import * as vscode from 'vscode';
import { commands } from '../../ids.ts';
import { registerCommand } from '../../register-command.ts';
import { requireTrust } from '../../require-trust.ts';
import { chooseSubject } from '../ask/choose-subject.ts';
import type { Jobs } from '../jobs.ts';
import { planInEditor } from '../run/plan-in-editor.ts';

/** Plans what the command was called on, and shows the plan. */
export function registerPlanCommand(jobs: Jobs): vscode.Disposable {
  const { services } = jobs;
  return registerCommand(services, commands.plan, async (...given) => {
    if (!(await requireTrust(vscode.l10n.t('Planning')))) return;
    const subject = await chooseSubject(given, services);
    if (subject) await planInEditor(jobs, subject, 'plan');
  });
}
