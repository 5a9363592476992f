import * as vscode from 'vscode';
import type { Whereabouts } from './selection/selection.ts';
import type { Services } from './services.ts';

/** Settings that decide whom a view asks. */
const deciding = ['profile', 'awsEndpoint', 'sandbox.folder'] as const;

/** A tree that shows what a registry or AWS said. */
export interface AskingTree {
  readonly model: { readonly where: Whereabouts; readonly hasFailed: boolean } | undefined;
  refresh(): void;
}

/** Has a tree ask again when somebody else is to be asked, or as somebody else. */
export function refreshWithWorld(
  { selection, sandbox }: Pick<Services, 'selection' | 'sandbox'>,
  tree: AskingTree,
): vscode.Disposable {
  const refresh = () => tree.refresh();
  let used = JSON.stringify(sandbox.running);
  return vscode.Disposable.from(
    selection.onDidChange(refresh),
    // Settings that could not be read are wrong at any place.
    selection.onDidWrite(() => tree.model?.hasFailed && tree.refresh()),
    vscode.workspace.onDidGrantWorkspaceTrust(refresh),
    vscode.workspace.onDidChangeConfiguration((change) => {
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
function followSandbox(tree: AskingTree): void {
  const { model } = tree;
  if (model?.where.world === 'sandbox' && !model.hasFailed) tree.refresh();
}
