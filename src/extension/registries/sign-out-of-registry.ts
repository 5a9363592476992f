import * as vscode from 'vscode';
import { cleanText } from '#text';
import type { Services } from '../services.ts';

/** Forgets the login of a registry that somebody has signed in to. */
export async function signOutOfRegistry({ registryLogins }: Pick<Services, 'registryLogins'>): Promise<void> {
  const logins = await registryLogins.all();
  if (logins.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('VS Code holds no login of a registry.'));
    return;
  }
  const items = logins.map(({ registry, username }) => ({
    label: cleanText(registry),
    description: vscode.l10n.t('signed in as {0}', cleanText(username)),
    registry,
  }));
  const chosen = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Sign out of a registry') });
  if (!chosen) return;
  await registryLogins.remove(chosen.registry);
  void vscode.window.showInformationMessage(vscode.l10n.t('Signed out of {0}.', chosen.registry));
}
