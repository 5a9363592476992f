import * as vscode from 'vscode';
import { pushQuestion } from '#text';
import type { PlanResult } from '../results/job-result.ts';
import { pushButton, pushDetail } from '../words/push-detail.ts';

/**
 * Asks before anything is written, with every tag by name. Only the button is a yes.
 * @param listedIn where the plan can be read, for one that is too long for a dialog
 */
export async function confirmPush(
  { plan, world }: Pick<PlanResult, 'plan' | 'world'>,
  listedIn: string,
): Promise<boolean> {
  const push = pushButton(plan);
  const options: vscode.MessageOptions = { modal: true, detail: pushDetail(plan, world, listedIn) };
  return (await vscode.window.showWarningMessage(pushQuestion(plan), options, push)) === push;
}
