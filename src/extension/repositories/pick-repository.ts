import * as vscode from 'vscode';
import { repositoryFault } from '#reference';
import { cleanText } from '#text';
import { showPick } from '../show-pick.ts';
import type { RepositoryNode } from './node.ts';
import type { RepositoriesModel } from './repositories-model.ts';
import { wordsOf } from './words-of.ts';

interface RepositoryItem extends vscode.QuickPickItem {
  readonly node: RepositoryNode;
}

/** Lets somebody choose a repository: one that is loaded, or any other by its name. */
export async function pickRepository(model: RepositoriesModel, title: string): Promise<RepositoryNode | undefined> {
  const pick = vscode.window.createQuickPick<RepositoryItem>();
  const loaded = model.repositories.all.map((node) => loadedItem(node, model));
  pick.title = title;
  pick.placeholder = vscode.l10n.t('A repository; one that is not loaded by its whole name');
  pick.items = loaded;
  pick.onDidChangeValue((value) => {
    pick.items = [...loaded, ...typedItems(value.trim(), model)];
  });
  return (await showPick(pick, () => true))?.node;
}

function loadedItem(node: RepositoryNode, model: RepositoriesModel): RepositoryItem {
  const { label, description } = wordsOf(node, model, false, Date.now());
  return { label, description, node };
}

function typedItems(text: string, model: RepositoriesModel): RepositoryItem[] {
  const node = repositoryFault(text) === undefined ? model.named(text) : undefined;
  if (!node || model.repositories.all.includes(node)) return [];
  return [{ label: vscode.l10n.t('Look at {0}', cleanText(node.repository)), alwaysShow: true, node }];
}
