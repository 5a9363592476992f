import * as vscode from 'vscode';
import { cleanText } from '#text';
import { commands } from '../ids.ts';
import type { Services } from '../services.ts';
import { openLoginTerminal } from './login-terminal.ts';

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
  await openLoginTerminal(services, profile.name, () => {
    workers.restart('aws');
    void vscode.commands.executeCommand(commands.refreshRepositories);
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
