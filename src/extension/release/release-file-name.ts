import type * as vscode from 'vscode';
import { languages } from '../ids.ts';

/** Whether a file is called as release files, image lists, load forms and settings usually are; the settings may say otherwise. */
export function isReleaseFileName(file: string): boolean {
  return /(?:release\.json|images\.txt|\.loadform\.txt|[\\/]marketplace\.yaml)$/.test(file);
}

/** Whether a document is of a release by its name, or by its language: a file that the settings call otherwise is told that. */
export function isReleaseDocument({ uri, languageId }: Pick<vscode.TextDocument, 'uri' | 'languageId'>): boolean {
  return isReleaseFileName(uri.path) || languageId === languages.images || languageId === languages.loadForm;
}
