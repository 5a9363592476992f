import * as vscode from 'vscode';
import { arnOf, isLicenseRow } from './license-row.ts';
import type { LicensesInView } from './licenses-in-view.ts';
import { pickLicense } from './pick-license.ts';

/** Copies the ARN of a row, or of a licence that is asked for. */
export async function copyArn(desk: Pick<LicensesInView, 'atWork' | 'tree'>, given: unknown): Promise<void> {
  const arn = isLicenseRow(given) ? arnOf(given) : await pickedArn(desk);
  if (arn === undefined) return;
  await vscode.env.clipboard.writeText(arn);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied {0}', arn), 4000);
}

async function pickedArn(desk: Pick<LicensesInView, 'atWork' | 'tree'>): Promise<string | undefined> {
  const model = await desk.atWork(() => desk.tree.load());
  const row = await pickLicense(model, undefined, vscode.l10n.t('Copy the ARN of'));
  return row && arnOf(row);
}
