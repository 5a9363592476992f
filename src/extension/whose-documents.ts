import * as vscode from 'vscode';

/** Where people write: this machine's disk, a remote one's, a repository's without a disk. */
const remote = new Set(['vscode-remote', 'vscode-vfs']);

/**
 * Whether a document is one that somebody writes. All others show something: what git had, what is compared with the clipboard, what a job
 * printed. They are called as ours are, and nothing is said about them.
 */
export function isWritten({ scheme }: Pick<vscode.Uri, 'scheme'>): boolean {
  if (scheme === 'file' || scheme === 'untitled') return true;
  return remote.has(scheme) && vscode.workspace.fs.isWritableFileSystem(scheme) === true;
}
