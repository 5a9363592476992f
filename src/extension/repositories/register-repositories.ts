import * as vscode from 'vscode';
import { ManifestDocuments } from '../documents/manifest-documents.ts';
import { commands } from '../ids.ts';
import { registerAction } from '../register-action.ts';
import { registerCommand } from '../register-command.ts';
import type { Services } from '../services.ts';
import { isNode, type Node, type RepositoryNode } from './node.ts';
import { refreshOnChange } from './refresh-on-change.ts';
import { RepositoriesView } from './repositories-view.ts';
import { RepositoryFilter } from './repository-filter.ts';
import { selectedRows } from './selected-rows.ts';

/** The Repositories view with its commands. */
export function registerRepositories(services: Services): vscode.Disposable {
  const filter = new RepositoryFilter(services.context.workspaceState, services.contextState);
  const view = new RepositoriesView(services, filter);
  const manifests = new ManifestDocuments(services);
  return vscode.Disposable.from(
    filter,
    view,
    refreshOnChange(services, filter, view.tree),
    registerCommand(services, commands.refreshRepositories, (...given) => view.refresh(repositoriesIn(given))),
    registerAction(services, commands.filterRepositories, ({ filterRepositories }) => filterRepositories(filter)),
    registerCommand(services, commands.clearRepositoryFilter, () => filter.set('')),
    registerAction(services, commands.sortTags, ({ sortTags }) => sortTags()),
    registerAction(services, commands.goToTag, ({ goToTag }, [given]) => goToTag(view, manifests, given)),
    registerCommand(services, commands.loadMore, (given) =>
      isNode(given) && (given.kind === 'more' || given.kind === 'trouble') ? view.more(given) : undefined,
    ),
    registerAction(services, commands.copyReference, ({ copyReference }, given) => copyReference(view, given)),
    registerAction(services, commands.openManifest, ({ openManifest }, given) => openManifest(view, manifests, given)),
    registerAction(services, commands.compareManifests, ({ compareManifests }, given) =>
      compareManifests(view, manifests, given),
    ),
  );
}

function repositoriesIn(given: readonly unknown[]): RepositoryNode[] {
  const nodes: Node[] = selectedRows(given).filter(isNode);
  return nodes.filter((node) => node.kind === 'repository');
}
