import path from 'node:path';
import * as vscode from 'vscode';
import type { Jobs } from '../jobs.ts';
import { lastResult } from '../results/last-result.ts';

/** Saves a plan as a file that the command line runs: `mirror --plan`. */
export async function savePlanCommand(jobs: Jobs, given: readonly unknown[]): Promise<void> {
  const { services } = jobs;
  const result = await lastResult(jobs, given, 'plan');
  if (!result) return;
  const { record, world, place } = result;
  const folder = place.settings === undefined ? undefined : path.dirname(place.settings);
  const uri = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save the Plan'),
    saveLabel: vscode.l10n.t('Save Plan'),
    filters: { JSON: ['json'] },
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.file(path.join(folder, 'plan.json')) }),
  });
  if (!uri) return;
  await services.workers.ask(world, 'savePlan', { record, file: uri.fsPath });
  const sandbox = world === 'sandbox' ? ' --sandbox' : '';
  const run = `marketplace-release mirror --plan ${path.basename(uri.fsPath)}${sandbox}`;
  void vscode.window.showInformationMessage(vscode.l10n.t('The plan is saved. It can be run with: {0}', run));
}
