import type * as vscode from 'vscode';
import { languages } from '../ids.ts';
import { isReleaseFileName } from '../release/release-file-name.ts';
import { isWritten } from '../whose-documents.ts';

/** More than this at the beginning of a text nobody needs to know what it is, in UTF-16 units. */
const lookedAt = 100_000;

/**
 * Whether the languages of a release have to be loaded to know if a document is in one of them. It is asked of every document that is
 * opened: no file is looked at for it, and a stranger's `release.json` costs no more than a look at its text.
 * @param isGoverned whether a marketplace.yaml governs it
 */
export async function mayBeOurs(
  document: Pick<vscode.TextDocument, 'uri' | 'languageId' | 'getText'>,
  isGoverned: () => Promise<boolean>,
): Promise<boolean> {
  const { uri, languageId } = document;
  if (!isWritten(uri)) return false;
  if (languageId === languages.images || languageId === languages.loadForm) return true;
  const isNamed = isReleaseFileName(uri.path);
  if (isNamed && looksLikeOurs(uri.path, document.getText().slice(0, lookedAt))) return true;
  // Settings may call their files otherwise.
  return (isNamed || languageId === 'plaintext' || languageId === 'json') && (await isGoverned());
}

function looksLikeOurs(file: string, text: string): boolean {
  if (file.endsWith('.json')) return /"images"/.test(text) && /"dest"/.test(text);
  if (file.endsWith('images.txt')) return /^[^\s#]+:\S+[ \t]+\S+[:@]/m.test(text);
  return true;
}
