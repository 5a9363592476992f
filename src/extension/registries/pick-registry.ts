import * as vscode from 'vscode';
import { canonicalRegistry, isRegistryHost, parseEcrHost } from '#reference';
import { cleanText } from '#text';

/**
 * Asks which registry is meant: one of those that are known, or another.
 * @param signedIn user names, by the registries that have one already
 */
export async function pickRegistry(
  known: readonly string[],
  signedIn: ReadonlyMap<string, string>,
): Promise<string | undefined> {
  const title = vscode.l10n.t('Sign in to a registry');
  if (known.length === 0) return typedRegistry(title);
  const other = { label: vscode.l10n.t('$(edit) Another registry…'), registry: undefined };
  const items = known.map((registry) => {
    const username = signedIn.get(registry);
    const description = username === undefined ? {} : { description: vscode.l10n.t('signed in as {0}', username) };
    return { label: cleanText(registry), registry, ...description };
  });
  const chosen = await vscode.window.showQuickPick([...items, other], { title });
  if (!chosen) return undefined;
  return chosen.registry ?? typedRegistry(title);
}

async function typedRegistry(title: string): Promise<string | undefined> {
  const typed = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('The registry, as image references name it'),
    placeHolder: 'registry.example.com',
    ignoreFocusOut: true,
    validateInput: (text) => faultOf(text.trim()),
  });
  return typed === undefined ? undefined : canonicalRegistry(typed.trim());
}

/** Why a registry is none to sign in to by name and password. */
function faultOf(registry: string): string | undefined {
  if (!isRegistryHost(registry)) return vscode.l10n.t('This is no host: write it like registry.example.com:5000');
  return parseEcrHost(canonicalRegistry(registry))?.account === undefined
    ? undefined
    : vscode.l10n.t('Amazon ECR is logged in to by AWS: sign in to AWS instead');
}
