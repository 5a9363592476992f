import * as vscode from 'vscode';
import type { Jobs } from '../jobs.ts';
import type { JobControl } from '../run/job-control.ts';

/** Cancels the job that is under way, as its notification would: first it settles, the second time it ends at once. */
export async function cancelCommand({ running }: Jobs): Promise<void> {
  const [first, ...others] = running.all;
  const job = others.length === 0 ? first : await pick(running.all);
  if (!first) void vscode.window.showInformationMessage(vscode.l10n.t('No job is running.'));
  job?.cancel();
}

async function pick(all: readonly JobControl[]): Promise<JobControl | undefined> {
  const picks = all.map((job) => ({
    label: job.title,
    description: job.isSettling ? vscode.l10n.t('is settling; cancel again to stop it at once') : '',
    job,
  }));
  return (await vscode.window.showQuickPick(picks, { placeHolder: vscode.l10n.t('Cancel which job?') }))?.job;
}
