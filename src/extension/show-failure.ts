import * as vscode from 'vscode';
import { type Code, ReleaseError } from '#problem';
import { failureWords } from './failure-words.ts';
import { commands } from './ids.ts';

/** Something to do about an error, as a button of its message. */
interface Cure {
  readonly label: string;
  readonly command: string;
}

/** In the language of the editor, which is known when there is something to say. */
function cureOf(code: Code): Cure | undefined {
  switch (code) {
    case 'login-expired':
    case 'aws-login-missing':
      return { label: vscode.l10n.t('Sign In to AWS'), command: commands.signIn };
    case 'login-required':
    case 'login-refused':
    case 'credentials-unreadable':
      return { label: vscode.l10n.t('Sign In to Registry…'), command: commands.signInToRegistry };
    case 'target-choice':
      return { label: vscode.l10n.t('Choose a Target'), command: commands.switchTarget };
    case 'target-single':
      return { label: vscode.l10n.t('Open marketplace.yaml'), command: commands.createSettings };
    case 'account-mismatch':
    case 'access-denied':
      return { label: vscode.l10n.t('Switch Profile'), command: commands.switchTarget };
    case 'settings-missing':
      return { label: vscode.l10n.t('Create marketplace.yaml'), command: commands.createSettings };
    case 'input-invalid':
      return { label: vscode.l10n.t('Show Problems'), command: 'workbench.actions.view.problems' };
    case 'workspace-untrusted':
      return { label: vscode.l10n.t('Manage Workspace Trust'), command: 'workbench.trust.manage' };
    default:
      return undefined;
  }
}

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
  const cure = cureOf(error.code);
  const showLog = vscode.l10n.t('Show Log');
  const labels = [...(cure ? [cure.label] : []), showLog];
  void vscode.window.showErrorMessage(failureWords(error), ...labels).then((chosen) => {
    if (chosen === showLog) log.show(true);
    else if (cure && chosen === cure.label) void vscode.commands.executeCommand(cure.command);
  });
}
