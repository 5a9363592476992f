import * as vscode from 'vscode';
import type { RepositoryFilter } from './repository-filter.ts';

/** Asks for the names of the repositories to show. */
export async function filterRepositories(filter: RepositoryFilter): Promise<void> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Filter repositories'),
    prompt: vscode.l10n.t('Words that the name has to have; * in a word stands for any text. Empty shows all.'),
    placeHolder: vscode.l10n.t('zeebe, or *-bundle'),
    value: filter.text,
  });
  if (text !== undefined) await filter.set(text);
}
