import * as vscode from 'vscode';
import { ReleaseError } from '#problem';
import type { Place, RegistryLogin } from '#worker';
import { failureWords } from '../failure-words.ts';
import { commands } from '../ids.ts';
import { requireTrust } from '../require-trust.ts';
import type { Services } from '../services.ts';
import { knownRegistries } from './known-registries.ts';
import { pickRegistry } from './pick-registry.ts';

type Signing = Pick<Services, 'workers' | 'selection' | 'registryLogins'>;

/**
 * Takes a user name and a password for a registry, tries them there, and keeps them in VS Code's secret storage. What the registry did not
 * accept is kept only when somebody insists.
 */
export async function signInToRegistry(services: Signing): Promise<void> {
  // Who it is tried at, and through whom, is for the workspace's settings to say.
  if (!(await requireTrust(vscode.l10n.t('Signing in to a registry')))) return;
  const { workers, selection, registryLogins } = services;
  const place = (await selection.whereabouts())?.place ?? {};
  const [known, held] = await Promise.all([knownRegistries(workers, place), registryLogins.all()]);
  const users = new Map(held.map(({ registry, username }) => [registry, username]));
  const registry = await pickRegistry(known, users);
  if (registry === undefined) return;
  const login = await typedLogin(registry, users.get(registry));
  if (!login || !(await isToBeKept(services, place, login))) return;
  await registryLogins.set(registry, login.username, login.password);
  void vscode.window.showInformationMessage(vscode.l10n.t('Signed in to {0} as {1}.', registry, login.username));
  void vscode.commands.executeCommand(commands.refreshRepositories);
}

async function typedLogin(registry: string, before: string | undefined): Promise<RegistryLogin | undefined> {
  const title = vscode.l10n.t('Sign in to {0}', registry);
  const username = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('User name'),
    ignoreFocusOut: true,
    ...(before === undefined ? {} : { value: before }),
    validateInput: (text) => (/^[^:\s]+$/.test(text) ? undefined : vscode.l10n.t('A name without colons and blanks')),
  });
  if (username === undefined) return undefined;
  const password = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('Password or token of {0}', username),
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => (text === '' ? vscode.l10n.t('A password is needed') : undefined),
  });
  return password === undefined ? undefined : { registry, username, password };
}

/** Whether a login is good, or wanted all the same. */
async function isToBeKept({ workers }: Signing, place: Place, login: RegistryLogin): Promise<boolean> {
  const keep = vscode.l10n.t('Keep It All the Same');
  const insists = async (words: string) => (await vscode.window.showWarningMessage(words, keep)) === keep;
  try {
    const { state } = await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: vscode.l10n.t('Trying the login at {0}', login.registry),
      },
      () => workers.ask('aws', 'tryLogin', { place, ...login }),
    );
    if (state === 'accepted') return true;
    return insists(
      vscode.l10n.t('{0} answers without asking for a login, so this one could not be tried.', login.registry),
    );
  } catch (error) {
    const failure = ReleaseError.from(error);
    if (failure.code === 'cancelled') return false;
    return insists(failureWords({ message: failure.message, hint: vscode.l10n.t('Nothing was kept.') }));
  }
}
