import path from 'node:path';
import * as vscode from 'vscode';
import { formatCount } from '#text';
import { isReleaseDocument } from '../../release/release-file-name.ts';
import type { Services } from '../../services.ts';

/**
 * Jobs read files from disk: offers to save those of the release that have changes.
 * @param doing what follows, as a verb: `plan`
 * @returns whether the disk has what the user sees
 */
export async function saveFirst(
  settings: string | undefined,
  doing: string,
  { settingsFiles }: Pick<Services, 'settingsFiles'>,
): Promise<boolean> {
  const changed = vscode.workspace.textDocuments.filter(({ isDirty, uri }) => isDirty && uri.scheme === 'file');
  const taking = await Promise.all(
    changed.map(
      async (document) => (await settingsFiles.governing(document.uri))?.fsPath === settings && mayTakePart(document),
    ),
  );
  const unsaved = changed.filter((_, index) => taking[index]);
  if (unsaved.length === 0) return true;
  const save = vscode.l10n.t('Save and {0}', `${doing.charAt(0).toUpperCase()}${doing.slice(1)}`);
  const files = formatCount(unsaved.length, 'file');
  const names = unsaved.map(({ uri }) => path.basename(uri.fsPath)).join(', ');
  const question = vscode.l10n.t('Save {0} and {1}? {2} has changes that are only in the editor.', files, doing, names);
  if ((await vscode.window.showInformationMessage(question, save)) !== save) return false;
  return (await Promise.all(unsaved.map((document) => document.save()))).every(Boolean);
}

/** Settings may call their files otherwise: those are text or JSON, or have been recognized. */
function mayTakePart(document: vscode.TextDocument): boolean {
  return isReleaseDocument(document) || /\.(?:json|txt)$/.test(document.uri.fsPath);
}
