import * as vscode from 'vscode';
import { refreshWithWorld } from '../refresh-with-world.ts';
import type { Services } from '../services.ts';
import type { RepositoriesTree } from './repositories-tree.ts';
import type { RepositoryFilter } from './repository-filter.ts';

/** Has the view follow what it depends on. */
export function refreshOnChange(
  services: Services,
  filter: RepositoryFilter,
  tree: RepositoriesTree,
): vscode.Disposable {
  return vscode.Disposable.from(
    refreshWithWorld(services, tree),
    filter.onDidChange(() => tree.refilter()),
    services.tagsChanged.onDidChange((references) => tree.tagsChanged(references)),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('marketplaceRelease.tags.sort')) tree.reorder();
    }),
  );
}
