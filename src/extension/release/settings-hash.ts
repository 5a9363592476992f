import { createHash } from 'node:crypto';
import * as vscode from 'vscode';

/** A hash of a settings file as it is on disk; empty when it cannot be read. */
export async function settingsHash(settings: string | undefined): Promise<string> {
  if (settings === undefined) return '';
  try {
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.file(settings));
    return createHash('sha256').update(bytes).digest('hex');
  } catch {
    return '';
  }
}
