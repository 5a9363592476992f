import * as vscode from 'vscode';
import { pushQuestion } from '#text';
import type { JobResult } from './job-result.ts';
import { pushButton, pushDetail } from './push-detail.ts';

/** Asks before anything is written, with every tag by name. Only the button is a yes. */
export async function confirmPush({ plan, world }: Pick<JobResult, 'plan' | 'world'>): Promise<boolean> {
  const push = pushButton(plan);
  const options: vscode.MessageOptions = { modal: true, detail: pushDetail(plan, world) };
  return (await vscode.window.showWarningMessage(pushQuestion(plan), options, push)) === push;
}
