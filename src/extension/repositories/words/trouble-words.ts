import * as vscode from 'vscode';
import type { ReleaseError } from '#problem';
import { adviceOf, cleanText } from '#text';
import { type RowWords, rowWords } from './row-words.ts';

/** An error as a row: its sentence, its code, and that it can be tried again. */
export function troubleWords({ code, message }: ReleaseError): RowWords {
  return rowWords(cleanText(message), [code], [vscode.l10n.t('error {0}', code), vscode.l10n.t('Enter tries again')]);
}

/** What to do about it. */
export function troubleAdvice(error: ReleaseError): string {
  return cleanText([adviceOf(error), vscode.l10n.t('Choose the row to try again.')].filter(Boolean).join(' '));
}
