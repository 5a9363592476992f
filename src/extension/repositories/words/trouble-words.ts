import * as vscode from 'vscode';
import type { ReleaseError } from '#problem';
import { cleanText } from '#text';
import { type RowWords, rowWords } from './row-words.ts';

/** An error as a row: its code, which is what there is room for, its sentence, and that it can be tried again. */
export function troubleWords({ code, message }: ReleaseError): RowWords {
  const sentence = cleanText(message);
  return rowWords(code, [sentence], [vscode.l10n.t('error'), sentence, vscode.l10n.t('Enter tries again')]);
}
