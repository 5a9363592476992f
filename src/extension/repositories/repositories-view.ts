import * as vscode from 'vscode';
import { views } from '../ids.ts';
import type { Services } from '../services.ts';
import type { MoreNode, Node, RepositoryNode, TagNode, TroubleNode } from './node.ts';
import { RepositoriesTree, type ViewStanding } from './repositories-tree.ts';
import type { RepositoryFilter } from './repository-filter.ts';
import { viewDescription } from './view-description.ts';

/** The Repositories view: its rows, and what is said above them or in their place. */
export class RepositoriesView implements vscode.Disposable {
  readonly #services: Services;
  readonly #filter: RepositoryFilter;
  readonly #tree: RepositoriesTree;
  readonly #view: vscode.TreeView<Node>;
  readonly #subscriptions: vscode.Disposable;

  constructor(services: Services, filter: RepositoryFilter) {
    this.#services = services;
    this.#filter = filter;
    this.#tree = new RepositoriesTree(services, filter);
    this.#subscriptions = this.#tree.onDidStand((standing) => this.#show(standing));
    this.#view = vscode.window.createTreeView(views.repositories, {
      treeDataProvider: this.#tree,
      showCollapseAll: true,
      canSelectMany: true,
    });
  }

  get tree(): RepositoriesTree {
    return this.#tree;
  }

  /** The rows that are selected. */
  get selection(): readonly Node[] {
    return this.#view.selection;
  }

  /** Shows more rows; the view says that it is at work. */
  async more(node: MoreNode | TroubleNode): Promise<void> {
    await this.atWork(() => this.#tree.more(node));
  }

  /** Does something while the view's own progress bar runs. */
  async atWork<T>(work: () => Promise<T>): Promise<T> {
    return vscode.window.withProgress({ location: { viewId: views.repositories } }, work);
  }

  /** Selects a tag's row and brings it into sight. @returns whether it is loaded, so that there is such a row */
  async reveal(tag: TagNode): Promise<boolean> {
    if (!this.#tree.reach(tag)) return false;
    await this.#view.reveal(tag, { select: true, focus: true });
    return true;
  }

  /** @param nodes only these repositories; everything when there are none */
  refresh(nodes: readonly RepositoryNode[]): void {
    if (nodes.length > 0) this.#tree.refreshRepositories(nodes);
    else this.#tree.refresh();
  }

  dispose(): void {
    this.#view.dispose();
    this.#subscriptions.dispose();
    this.#tree.dispose();
  }

  #show({ state, model }: ViewStanding): void {
    const { contextState, known } = this.#services;
    contextState.set('marketplaceRelease.repositories', state);
    const world = model?.where.world ?? this.#services.selection.current.world;
    this.#view.description = viewDescription(world, model?.told?.target, this.#filter.text);
    const isFromFiles = state === 'ready' && model?.told?.from === 'files';
    // Without one the welcome is shown; VS Code takes undefined, though its types do not say so.
    (this.#view as { message: string | undefined }).message = isFromFiles
      ? vscode.l10n.t(
          'AWS does not let this account list repositories; these are the ones that the release files name.',
        )
      : undefined;
    if (model?.told) known.learned(model.where, model.told.target);
  }
}
