import * as vscode from 'vscode';
import { Facts } from '#live';
import { ReleaseError } from '#problem';
import { abortSignal } from '../abort-signal.ts';
import { readSetting } from '../read-setting.ts';
import { requireTrust } from '../require-trust.ts';
import type { Whereabouts } from '../selection/selection.ts';
import type { Services } from '../services.ts';
import type { MoreNode, Node, RepositoryNode, TagNode, TroubleNode } from './node.ts';
import { type ImageFact, RepositoriesModel } from './repositories-model.ts';
import type { RepositoryFilter } from './repository-filter.ts';
import { rowItem } from './row-item.ts';
import { platformTooltip, repositoryTooltip, tagTooltip, troubleTooltip } from './row-tooltip.ts';
import { listRows, tagRows } from './rows.ts';
import { tooltip } from './tooltip.ts';
import { failedState, loadedState, type ViewState } from './view-state.ts';
import { moreExplanation } from './words/more-words.ts';
import { wordsOf } from './words-of.ts';

/** How the view stands: what its welcome, its heading and the status bar go by. */
export interface ViewStanding {
  readonly state: ViewState;
  /** Absent where there is no place to ask. */
  readonly model?: RepositoriesModel;
}

/** Tooltips and descriptions of as many images as a person looks at in a while; some kilobytes each. */
const mostImages = 500;
const imageLifetime = 15 * 60_000;

/** The rows of the Repositories view. What is not shown is not asked for. */
export class RepositoriesTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #services: Services;
  readonly #filter: RepositoryFilter;
  readonly #images = new Facts<ImageFact>({ lifetime: imageLifetime, most: mostImages, clock: Date });
  readonly #changed = new vscode.EventEmitter<Node | undefined>();
  readonly #stood = new vscode.EventEmitter<ViewStanding>();
  /** What rows were told to say last. */
  readonly #said = new WeakMap<Node, string>();
  #pointedAt: Node | undefined;
  #opening: Promise<RepositoriesModel | undefined> | undefined;
  #model: RepositoriesModel | undefined;

  readonly onDidChangeTreeData = this.#changed.event;
  readonly onDidStand = this.#stood.event;

  constructor(services: Services, filter: RepositoryFilter) {
    this.#services = services;
    this.#filter = filter;
  }

  /** What is loaded at the moment, if anything is. */
  get model(): RepositoriesModel | undefined {
    return this.#model;
  }

  /**
   * The repositories of the chosen place, with their first page.
   * @throws ReleaseError why there are none: what the page's question threw, `settings-missing`, `cancelled` where there is no trust
   */
  async load(): Promise<RepositoriesModel> {
    const opening = this.#open();
    const model = await opening;
    // Something else was chosen meanwhile: that is what is meant now.
    if (opening !== this.#opening) return this.load();
    if (!model) {
      // Being told about trust says all.
      if (!(await requireTrust(vscode.l10n.t('Asking a registry')))) throw new ReleaseError('cancelled', 'No trust');
      throw new ReleaseError('settings-missing', 'No marketplace.yaml says which registry to look at');
    }
    const { repositories } = model;
    // What failed before may have been mended since: whoever asks now wants an answer of now.
    const isAgain = repositories.failure !== undefined && repositories.all.length === 0;
    await (isAgain ? repositories.more() : repositories.ready());
    if (model !== this.#model) return this.load();
    if (isAgain) this.#changed.fire(undefined);
    if (repositories.failure && repositories.all.length === 0) throw repositories.failure;
    return model;
  }

  getTreeItem(node: Node): vscode.TreeItem {
    const model = this.#model;
    // A row of a place that is gone; the tree is about to be made again.
    if (!model?.owns(node)) return new vscode.TreeItem('');
    const words = wordsOf(node, model, this.#filter.text !== '', Date.now());
    this.#said.set(node, words.description);
    return rowItem(node, words, model.isFinal);
  }

  async resolveTreeItem(
    item: vscode.TreeItem,
    node: Node,
    token: vscode.CancellationToken,
  ): Promise<vscode.TreeItem | undefined> {
    const model = this.#model;
    if (model?.owns(node)) item.tooltip = await this.#tooltip(node, model, token);
    // Making a row again closes its tooltip: what was learned for it is shown in the row once somebody points at another.
    if (this.#pointedAt && this.#pointedAt !== node) this.#retell(this.#pointedAt);
    this.#pointedAt = node;
    return item;
  }

  getParent(node: Node): Node | undefined {
    return node.kind === 'repository' ? undefined : node.parent;
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (!node) return this.#roots();
    const model = this.#model;
    // VS Code shows the rows of before until the new ones are there.
    if (!model || model.isStopped || !model.owns(node)) return [];
    if (node.kind === 'repository') {
      const tags = model.tags(node);
      await tags.ready();
      this.#logFailure(tags.failure);
      this.#retell(node);
      return model.isStopped ? [] : listRows(tags, node);
    }
    if (node.kind !== 'tag') return [];
    const rows = await tagRows(node, model);
    this.#retell(node);
    return model.isStopped ? [] : rows;
  }

  /** Shows another hundred, or tries again what failed. */
  async more(node: MoreNode | TroubleNode): Promise<void> {
    const model = this.#model;
    const { parent } = node;
    if (!model?.owns(node)) return;
    if (parent === undefined) await model.repositories.more();
    else if (parent.kind === 'repository') await model.tags(parent).more();
    // What a tag holds is asked for when its rows are made.
    if (model === this.#model) this.#changed.fire(parent);
  }

  /** Everything is asked for again, as far as it is shown. */
  refresh(): void {
    this.#model?.stop();
    this.#model = undefined;
    this.#opening = undefined;
    this.#changed.fire(undefined);
  }

  /** Only these are asked for again. */
  refreshRepositories(nodes: readonly RepositoryNode[]): void {
    const model = this.#model;
    const names = new Set(nodes.filter((node) => model?.owns(node)).map(({ repository }) => repository));
    const known = model?.forget((repository) => names.has(repository)) ?? [];
    for (const node of known) this.#changed.fire(node);
  }

  /** A job may have changed these tags. */
  tagsChanged(references: readonly string[]): void {
    const model = this.#model;
    const nodes = model?.forgetTouched(references) ?? [];
    if (model?.misses(references)) this.refresh();
    else for (const node of nodes) this.#changed.fire(node);
  }

  /** The setting has changed. */
  reorder(): void {
    for (const node of this.#model?.order(readSetting('tags.sort')) ?? []) this.#changed.fire(node);
  }

  /** The filter has changed. */
  refilter(): void {
    if (this.#model) this.#applyFilter(this.#model);
    this.#changed.fire(undefined);
  }

  /** Makes sure that a tag is among the rows, if it is loaded. */
  reach(tag: TagNode): boolean {
    const model = this.#model;
    if (!model?.owns(tag)) return false;
    const tags = model.knownTags(tag.parent);
    if (!model.repositories.reach(tag.parent) || !tags?.reach(tag)) return false;
    this.#changed.fire(tag.parent);
    return true;
  }

  dispose(): void {
    this.#model?.stop();
    this.#changed.dispose();
    this.#stood.dispose();
  }

  async #roots(): Promise<Node[]> {
    const model = await this.#open();
    if (!model) return [];
    const { repositories } = model;
    await repositories.ready();
    // Something else was chosen meanwhile, and is being asked for.
    if (model !== this.#model) return [];
    const { failure, rows, all, hasMore } = repositories;
    this.#logFailure(failure);
    const state =
      failure && all.length === 0
        ? failedState(failure)
        : loadedState({ rows: rows.length, all: all.length, hasMore: hasMore || failure !== undefined });
    this.#stood.fire({ state, model });
    return state === 'ready' ? listRows(repositories, undefined) : [];
  }

  /** The place that is chosen; undefined where nothing may or can be asked. */
  #open(): Promise<RepositoriesModel | undefined> {
    if (this.#opening) return this.#opening;
    const opening: Promise<RepositoriesModel | undefined> = this.#whereabouts().then((where) => {
      if (opening !== this.#opening) return undefined;
      if (typeof where === 'string') {
        this.#stood.fire({ state: where });
        return undefined;
      }
      const model = new RepositoriesModel(where, readSetting('tags.sort'), this.#services.workers, this.#images);
      this.#applyFilter(model);
      this.#model = model;
      this.#stood.fire({ state: 'loading', model });
      return model;
    });
    this.#opening = opening;
    return opening;
  }

  /** Where to ask, or why nobody is asked. Without trust the sandbox is looked at as if there were no settings. */
  async #whereabouts(): Promise<Whereabouts | ViewState> {
    const { selection } = this.#services;
    if (!vscode.workspace.isTrusted)
      return selection.current.world === 'sandbox' ? { world: 'sandbox', place: {} } : 'untrusted';
    return (await selection.whereabouts()) ?? 'settings-missing';
  }

  #applyFilter({ repositories }: RepositoriesModel): void {
    const { matches } = this.#filter;
    repositories.filter(matches && (({ name }) => matches(name)));
  }

  async #tooltip(
    node: Node,
    model: RepositoriesModel,
    token: vscode.CancellationToken,
  ): Promise<vscode.MarkdownString | undefined> {
    switch (node.kind) {
      case 'repository':
        return repositoryTooltip(node);
      case 'tag': {
        const known = await model.image(node, abortSignal(token)).catch((error) => ReleaseError.from(error));
        return tagTooltip(node, known, { isFinal: model.isFinal, now: Date.now() });
      }
      case 'platform':
        return platformTooltip(node);
      case 'more': {
        const list = node.parent ? model.tags(node.parent) : model.repositories;
        return tooltip(wordsOf(node, model, false, 0).label, [], [moreExplanation(list, node.parent !== undefined)]);
      }
      case 'trouble':
        return troubleTooltip(node);
      case 'note':
        return undefined;
    }
  }

  /** Has a row made again when what it says has changed by what was learned since. */
  #retell(node: Node): void {
    const model = this.#model;
    if (!model?.owns(node) || !this.#said.has(node)) return;
    const { description } = wordsOf(node, model, this.#filter.text !== '', Date.now());
    if (description !== this.#said.get(node)) this.#changed.fire(node);
  }

  #logFailure(error: ReleaseError | undefined): void {
    if (!error || error.code === 'cancelled') return;
    this.#services.log.warn(`${error.code}: ${error.message}`);
  }
}
