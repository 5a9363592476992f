import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { settingsTemplate } from './settings-template.ts';

const name = 'marketplace.yaml';

/** Opens the marketplace.yaml of the workspace, or makes one. What is there is never written over. */
export async function createSettings({ selection, settingsFiles }: Services): Promise<void> {
  const files = await settingsFiles.all();
  const chosen = (await selection.whereabouts())?.place.settings;
  const there = files.find(({ fsPath }) => fsPath === chosen) ?? files[0];
  const file = there ?? (await newFile());
  if (file) await vscode.window.showTextDocument(file);
}

/** Undefined when there is no folder to make it in. */
async function newFile(): Promise<vscode.Uri | undefined> {
  const folder = await folderForFile();
  if (!folder) return undefined;
  const file = vscode.Uri.joinPath(folder.uri, name);
  if (!(await exists(file))) await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(settingsTemplate));
  return file;
}

async function folderForFile(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length > 1)
    return vscode.window.showWorkspaceFolderPick({ placeHolder: vscode.l10n.t('The folder for {0}', name) });
  if (folders[0]) return folders[0];
  const open = vscode.l10n.t('Open Folder');
  const why = vscode.l10n.t('No folder is open that {0} could be made in.', name);
  if ((await vscode.window.showInformationMessage(why, open)) === open)
    await vscode.commands.executeCommand('vscode.openFolder');
  return undefined;
}

async function exists(file: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(file);
    return true;
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return false;
    throw error;
  }
}
