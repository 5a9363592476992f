import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import type { RepositoriesTree } from './repositories-tree.ts';
import type { RepositoryFilter } from './repository-filter.ts';

/** Settings that decide whom the view asks. */
const deciding = ['profile', 'awsEndpoint', 'sandbox.folder'] as const;

/** Has the view follow what it depends on. */
export function refreshOnChange(
  { selection, sandbox, tagsChanged }: Services,
  filter: RepositoryFilter,
  tree: RepositoriesTree,
): vscode.Disposable {
  const refresh = () => tree.refresh();
  let used = JSON.stringify(sandbox.running);
  return vscode.Disposable.from(
    selection.onDidChange(refresh),
    // Settings that could not be read are wrong at any place.
    selection.onDidWrite(() => tree.model?.hasFailed && tree.refresh()),
    vscode.workspace.onDidGrantWorkspaceTrust(refresh),
    filter.onDidChange(() => tree.refilter()),
    tagsChanged.onDidChange((references) => tree.tagsChanged(references)),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('marketplaceRelease.tags.sort')) tree.reorder();
      if (deciding.some((name) => change.affectsConfiguration(`marketplaceRelease.${name}`))) tree.refresh();
    }),
    sandbox.onDidChange(() => {
      const before = used;
      used = JSON.stringify(sandbox.running);
      // The first one was started by whoever asked for something; nothing that is shown is of another. One that has gone may have been
      // stopped on purpose, in another window too: to ask now would only have it started again.
      if (before !== undefined && used !== undefined) setImmediate(() => followSandbox(tree));
    }),
  );
}

/**
 * Another sandbox has taken the place of the one that is shown. When that one went because a question had failed, asking again would
 * only have it go again: then it is the user who tries again. The failure is known by the time this is called.
 */
function followSandbox(tree: RepositoriesTree): void {
  const { model } = tree;
  if (model?.where.world === 'sandbox' && !model.hasFailed) tree.refresh();
}
