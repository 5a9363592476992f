import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { loginCommand } from './login-command.ts';

const longestStartMs = 3000;

/**
 * Opens a terminal in which signing in to AWS takes one Enter. The login is the AWS command line's business.
 * @param over called when a command in it has ended well, and when it is closed
 */
export async function openLoginTerminal(
  { context }: Pick<Services, 'context'>,
  profile: string | undefined,
  over: () => void,
): Promise<void> {
  const { text, environment } = loginCommand(profile);
  const terminal = vscode.window.createTerminal({ name: vscode.l10n.t('Sign in to AWS'), env: environment });
  const ended = vscode.window.onDidEndTerminalShellExecution((execution) => {
    if (execution.terminal === terminal && execution.exitCode === 0) over();
  });
  const closed = vscode.window.onDidCloseTerminal((other) => {
    if (other !== terminal) return;
    watch.dispose();
    // Else each sign-in would leave something behind for the window's life.
    subscriptions.splice(subscriptions.indexOf(watch), 1);
    over();
  });
  const watch = vscode.Disposable.from(ended, closed);
  const { subscriptions } = context;
  subscriptions.push(watch);
  terminal.show();
  await shellReady(terminal);
  terminal.sendText(text, false);
}

/** What is sent before the shell listens stands there twice. A shell that VS Code does not know never says that it does. */
async function shellReady(terminal: vscode.Terminal): Promise<void> {
  if (terminal.shellIntegration) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      subscription.dispose();
      resolve();
    };
    const timer = setTimeout(done, longestStartMs);
    const subscription = vscode.window.onDidChangeTerminalShellIntegration((change) => {
      if (change.terminal === terminal) done();
    });
  });
}
