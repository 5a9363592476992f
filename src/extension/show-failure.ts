import * as vscode from 'vscode';
import { ReleaseError } from '#problem';
import { commands } from './ids.ts';

/** What can be done about an error, as buttons of its message. */
const cures: Readonly<Record<string, { readonly label: string; readonly command: string }>> = {
  'login-expired': { label: 'Sign In to AWS', command: commands.signIn },
  'aws-login-missing': { label: 'Sign In to AWS', command: commands.signIn },
  'account-mismatch': { label: 'Switch Profile', command: commands.switchTarget },
  'access-denied': { label: 'Switch Profile', command: commands.switchTarget },
  'settings-missing': { label: 'Create marketplace.yaml', command: commands.createSettings },
  'input-invalid': { label: 'Show Problems', command: 'workbench.actions.view.problems' },
};

/**
 * Says that something went wrong: one message with what to do next, the rest in the log. Being cancelled is no error and says nothing.
 * Doesn't wait for the user.
 */
export function showFailure(thrown: unknown, log: vscode.LogOutputChannel): void {
  const error = ReleaseError.from(thrown);
  if (error.code === 'cancelled') return;
  log.error(`${error.code}: ${error.message}${error.theirCode === undefined ? '' : ` (${error.theirCode})`}`);
  for (const detail of error.details) log.error(`  ${detail}`);
  if (error.code === 'internal' && error.cause instanceof Error) log.debug(error.cause.stack ?? error.cause.message);
  const text = [error.message, ...(error.hint === undefined ? [] : [error.hint])].join('. ').replaceAll('..', '.');
  const cure = cures[error.code];
  const labels = [...(cure ? [cure.label] : []), 'Show Log'];
  void vscode.window.showErrorMessage(text, ...labels).then((chosen) => {
    if (chosen === 'Show Log') log.show(true);
    else if (cure && chosen === cure.label) void vscode.commands.executeCommand(cure.command);
  });
}
