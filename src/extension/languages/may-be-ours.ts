import type * as vscode from 'vscode';
import { languages } from '../ids.ts';
import { isReleaseFileName } from '../release/release-file-name.ts';

/**
 * Whether the languages of a release have to be loaded to know if a document is in one of them. It is asked of every document that is
 * opened: no file is looked at for it.
 */
export function mayBeOurs({ uri, languageId }: Pick<vscode.TextDocument, 'uri' | 'languageId'>): boolean {
  if (languageId === languages.images || languageId === languages.loadForm) return true;
  // What git or a comparison shows is read, not written.
  if (uri.scheme === 'git') return false;
  return isReleaseFileName(uri.path) || uri.path.endsWith('.loadform.txt');
}
