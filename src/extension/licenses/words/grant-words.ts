import * as vscode from 'vscode';
import type { LicenseGrant } from '#license';
import { cleanText } from '#text';
import { type RowWords, rowWords } from '../../repositories/words/row-words.ts';
import { statusWords } from './status-words.ts';

/** `Camunda 8 grant`, `grant · active · to 111122223333`. @param isGiven whether this account has given it to another one */
export function grantWords({ name, arn, status, grantee }: LicenseGrant, isGiven: boolean): RowWords {
  const account = accountIn(grantee);
  const states = [
    ...(isGiven ? [] : [vscode.l10n.t('grant')]),
    statusWords(status),
    ...(isGiven && account !== undefined ? [vscode.l10n.t('to {0}', account)] : []),
  ];
  const label = cleanText(name ?? arn.slice(arn.lastIndexOf(':') + 1));
  return rowWords(label, states, [...(isGiven ? [vscode.l10n.t('grant')] : []), ...states]);
}

/** The account in an ARN such as `arn:aws:iam::111122223333:root`. */
function accountIn(arn: string | undefined): string | undefined {
  const account = arn?.split(':')[4];
  return account === undefined || account === '' ? undefined : cleanText(account);
}
