import * as vscode from 'vscode';
import { ReleaseError } from '#problem';
import type { Place, RegistryLogin } from '#worker';
import { abortSignal } from '../abort-signal.ts';
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
  const registry = await pickRegistry([...new Set([...known, ...users.keys()])], users);
  if (registry === undefined) return;
  for (let before = users.get(registry); ; ) {
    const login = await typedLogin(registry, before);
    const answer = login && (await tried(services, place, login));
    if (!login || answer === 'drop') return;
    if (answer === 'keep') return keep(services, login);
    before = login.username;
  }
}

async function keep({ registryLogins }: Signing, { registry, username, password }: RegistryLogin): Promise<void> {
  await registryLogins.set(registry, username, password);
  void vscode.window.showInformationMessage(vscode.l10n.t('Signed in to {0} as {1}.', registry, username));
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

/** What is to become of a login: kept when it is good, or wanted all the same. */
async function tried({ workers }: Signing, place: Place, login: RegistryLogin): Promise<'keep' | 'again' | 'drop'> {
  const { registry, username } = login;
  const again = vscode.l10n.t('Try Again');
  const insist = vscode.l10n.t('Keep It All the Same');
  const ask = async (words: string, ...buttons: string[]) => {
    const chosen = await vscode.window.showWarningMessage(words, ...buttons);
    return chosen === again ? 'again' : chosen === insist ? 'keep' : 'drop';
  };
  try {
    const { state } = await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: vscode.l10n.t('Trying the login at {0}', registry),
        cancellable: true,
      },
      (_, token) => workers.ask('aws', 'tryLogin', { place, ...login }, { signal: abortSignal(token) }),
    );
    if (state === 'accepted') return 'keep';
    return ask(
      vscode.l10n.t('{0} answers without asking for a login, so this one could not be tried.', registry),
      insist,
    );
  } catch (error) {
    const failure = ReleaseError.from(error);
    if (failure.code === 'cancelled') return 'drop';
    const isRefused = failure.code === 'login-refused' || failure.code === 'login-required';
    const message = isRefused
      ? vscode.l10n.t('{0} refused the user {1} and this password', registry, username)
      : failure.message;
    return ask(failureWords({ message, hint: vscode.l10n.t('Nothing was kept.') }), again, insist);
  }
}
