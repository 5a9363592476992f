import * as vscode from 'vscode';
import type { Fix } from '#language';
import { toEdit } from './places.ts';

/** The edits of a fix; undefined for one that needs a folder where there is none. */
export function editOf(fix: Fix, uri: vscode.Uri, folder: vscode.Uri | undefined): vscode.WorkspaceEdit | undefined {
  const edit = new vscode.WorkspaceEdit();
  edit.set(uri, fix.edits.map(toEdit));
  if (!fix.creates) return edit;
  if (!folder) return undefined;
  const contents = new TextEncoder().encode(fix.creates.text);
  edit.createFile(vscode.Uri.joinPath(folder, fix.creates.file), { contents, ignoreIfExists: true });
  return edit;
}
