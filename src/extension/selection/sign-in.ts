import * as vscode from 'vscode';
import { cleanText } from '#text';
import { commands } from '../ids.ts';
import type { Services } from '../services.ts';
import { loginCommand } from './login-command.ts';

const longestStartMs = 3000;

/**
 * Opens a terminal in which signing in takes one Enter. The login is the AWS command line's business: we only look again once it is over.
 */
export async function signIn(services: Services): Promise<void> {
  const { selection, workers } = services;
  if (selection.current.world === 'sandbox') {
    const message = vscode.l10n.t('The sandbox needs no login. Switch to a target to sign in for it.');
    const label = vscode.l10n.t('Switch Target');
    if ((await vscode.window.showInformationMessage(message, label)) === label)
      await vscode.commands.executeCommand(commands.switchTarget);
    return;
  }
  const profile = await profileToUse(services);
  if (profile === 'none') return;
  const { text, environment } = loginCommand(profile.name);
  const terminal = vscode.window.createTerminal({ name: vscode.l10n.t('Sign in to AWS'), env: environment });
  const refresh = () => {
    workers.restart('aws');
    void vscode.commands.executeCommand(commands.refreshRepositories);
  };
  const ended = vscode.window.onDidEndTerminalShellExecution((execution) => {
    if (execution.terminal === terminal && execution.exitCode === 0) refresh();
  });
  const closed = vscode.window.onDidCloseTerminal((other) => {
    if (other !== terminal) return;
    watch.dispose();
    // Else each sign-in would leave something behind for the window's life.
    subscriptions.splice(subscriptions.indexOf(watch), 1);
    refresh();
  });
  const watch = vscode.Disposable.from(ended, closed);
  const { subscriptions } = services.context;
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

/** The profile that the target is used with, else one that is asked for; without a name it is AWS's own choice. */
async function profileToUse({ selection, known, workers }: Services): Promise<{ readonly name?: string } | 'none'> {
  const name = (await selection.whereabouts())?.place.profile ?? known.target?.profile;
  if (name !== undefined) return { name };
  const profiles = await workers.ask('aws', 'profiles', {});
  if (profiles.length < 2) return profiles[0] === undefined ? {} : { name: profiles[0] };
  const items = profiles.map((profile) => ({ label: cleanText(profile), profile }));
  const chosen = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Sign in to AWS with the profile') });
  return chosen ? { name: chosen.profile } : 'none';
}
