import * as vscode from 'vscode';
import { moreWords } from '../repositories/words/more-words.ts';
import { type RowWords, rowWords } from '../repositories/words/row-words.ts';
import { troubleWords } from '../repositories/words/trouble-words.ts';
import type { LicenseRow } from './license-row.ts';
import type { LicensesModel } from './licenses-model.ts';
import { entitlementWords } from './words/entitlement-words.ts';
import { grantWords } from './words/grant-words.ts';
import { licenseWords } from './words/license-words.ts';

/** What a row of the Licenses view says, from what is loaded. */
export function licenseRowWords(row: LicenseRow, model: LicensesModel, now: number): RowWords {
  switch (row.kind) {
    case 'license':
      return licenseWords(row.license, now);
    case 'entitlement':
      return entitlementWords(row);
    case 'license-grant':
      return grantWords(row.grant, row.parent.kind === 'distributed-grants');
    case 'distributed-grants':
      return distributedWords(model);
    case 'license-note':
      return rowWords(row.text, []);
    case 'more-licenses':
      return moreWords(model.licenses, false);
    case 'license-trouble':
      return troubleWords(row.error);
  }
}

function distributedWords({ knownGrants }: LicensesModel): RowWords {
  const label = vscode.l10n.t('Distributed grants');
  if (knownGrants === undefined) return rowWords(label, []);
  if (knownGrants instanceof Error) return rowWords(label, [vscode.l10n.t('could not be read')]);
  const { length } = knownGrants.distributed;
  return rowWords(label, [length === 1 ? vscode.l10n.t('1 grant') : vscode.l10n.t('{0} grants', length)]);
}
