import * as vscode from 'vscode';

/** A file's name from its workspace folder: as problem matchers look for it. */
export function relativeName(file: string): string {
  return vscode.workspace.asRelativePath(file, false);
}
