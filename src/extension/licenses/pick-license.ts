import * as vscode from 'vscode';
import { ReleaseError } from '#problem';
import { isLicenseRow, type ReceivedRow } from './license-row.ts';
import type { LicensesModel } from './licenses-model.ts';
import { licenseWords } from './words/license-words.ts';

/**
 * The licence that a command was called on, or one that somebody chooses among those that are loaded.
 * @returns undefined when nobody chose
 * @throws ReleaseError `usage` when there is none
 */
export async function pickLicense(
  model: LicensesModel,
  given: unknown,
  title: string,
): Promise<ReceivedRow | undefined> {
  if (isLicenseRow(given) && model.owns(given)) {
    if (given.kind === 'license') return given;
    if (given.kind === 'entitlement') return given.parent;
  }
  const { all } = model.licenses;
  if (all.length === 0) {
    throw new ReleaseError('usage', 'This account has received no licence', {
      hint: 'AWS Marketplace grants licences to the accounts that buy. Choose another profile, or look at the sandbox.',
    });
  }
  const items = model.licenses.matching.map((row) => {
    const { label, description } = licenseWords(row.license, Date.now());
    return { label, description, detail: row.license.arn, row };
  });
  return (await vscode.window.showQuickPick(items, { title, matchOnDetail: true }))?.row;
}
