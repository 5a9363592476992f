import * as vscode from 'vscode';
import { ManifestDocuments } from '../documents/manifest-documents.ts';
import { commands } from '../ids.ts';
import { registerCommand } from '../register-command.ts';
import type { Services } from '../services.ts';
import { compareManifests } from './compare-manifests.ts';
import { copyReference } from './copy-reference.ts';
import { filterRepositories } from './filter-repositories.ts';
import { goToTag } from './go-to-tag.ts';
import { isNode, type Node, type RepositoryNode } from './node.ts';
import { openManifest } from './open-manifest.ts';
import { refreshOnChange } from './refresh-on-change.ts';
import { RepositoriesView } from './repositories-view.ts';
import { RepositoryFilter } from './repository-filter.ts';
import { selectedRows } from './selected-rows.ts';
import { sortTags } from './sort-tags.ts';

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
    registerCommand(services, commands.filterRepositories, () => filterRepositories(filter)),
    registerCommand(services, commands.clearRepositoryFilter, () => filter.set('')),
    registerCommand(services, commands.sortTags, () => sortTags()),
    registerCommand(services, commands.goToTag, (given) => goToTag(view, manifests, given)),
    registerCommand(services, commands.loadMore, (given) =>
      isNode(given) && (given.kind === 'more' || given.kind === 'trouble') ? view.more(given) : undefined,
    ),
    registerCommand(services, commands.copyReference, (...given) => copyReference(view, given)),
    registerCommand(services, commands.openManifest, (...given) => openManifest(view, manifests, given)),
    registerCommand(services, commands.compareManifests, (...given) => compareManifests(view, manifests, given)),
  );
}

function repositoriesIn(given: readonly unknown[]): RepositoryNode[] {
  const nodes: Node[] = selectedRows(given).filter(isNode);
  return nodes.filter((node) => node.kind === 'repository');
}
