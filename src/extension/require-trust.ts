import * as vscode from 'vscode';

/**
 * Whether jobs may run here. When the workspace is not trusted, the user is told why not, and how that is changed.
 * @param what the thing that was asked for, as the beginning of a sentence: `Mirroring`
 */
export async function requireTrust(what: string): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const message = vscode.l10n.t(
    '{0} is not done in a workspace that is not trusted: its marketplace.yaml decides which hosts get your credentials.',
    what,
  );
  const manage = vscode.l10n.t('Manage Workspace Trust');
  if ((await vscode.window.showWarningMessage(message, manage)) === manage)
    await vscode.commands.executeCommand('workbench.trust.manage');
  return false;
}
