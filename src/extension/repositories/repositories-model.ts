import type { ImageDetails, PlanTarget, RepositoryPage } from '#jobs';
import { type Fact, type Facts, touchedRepositories } from '#live';
import { ReleaseError } from '#problem';
import type { Operation, Operations } from '#worker';
import type { Whereabouts } from '../selection/selection.ts';
import type { WorkerClient } from '../worker/worker-client.ts';
import { type Node, type RepositoryNode, repositoryOf, type TagNode } from './node.ts';
import { PageList } from './page-list.ts';
import { type TagOrder, tagOrders } from './tag-order.ts';

/** What is known of an image; its manifest is text that only its document needs. */
export type ImageFact = Omit<ImageDetails, 'manifest'>;

/** What the first page said of the list as a whole. */
export type Told = Pick<RepositoryPage, 'from' | 'refusal'> & { readonly target: PlanTarget };

const byName = (a: RepositoryNode, b: RepositoryNode) => (a.name < b.name ? -1 : Number(a.name > b.name));

/** What is loaded of one place: its repositories, and the tags of those that somebody opened. Asks only for what somebody asked for. */
export class RepositoriesModel {
  readonly where: Whereabouts;
  readonly repositories: PageList<RepositoryNode>;
  readonly #workers: Pick<WorkerClient, 'ask'>;
  readonly #images: Facts<ImageFact>;
  readonly #stop = new AbortController();
  /** By the repository's whole name. */
  readonly #tags = new Map<string, PageList<TagNode>>();
  readonly #products = new Set<string>();
  readonly #nodes = new WeakSet<RepositoryNode>();
  #order: TagOrder;
  #told: Told | undefined;
  #hasFailed = false;

  /** @param images facts that outlive this model: a digest holds the same wherever it is shown from */
  constructor(where: Whereabouts, order: TagOrder, workers: Pick<WorkerClient, 'ask'>, images: Facts<ImageFact>) {
    this.where = where;
    this.#order = order;
    this.#workers = workers;
    this.#images = images;
    this.repositories = new PageList((cursor) => this.#repositoryPage(cursor));
    this.repositories.sort(byName);
  }

  /** Known once the first page of repositories is there. */
  get told(): Told | undefined {
    return this.#told;
  }

  /** Whether the repositories belong to more than one product, so that it matters to which. */
  get hasSeveralProducts(): boolean {
    return this.#products.size > 1;
  }

  /** Whether a tag can be neither replaced nor deleted once it is there. */
  get isFinal(): boolean {
    return this.#told?.target.kind === 'marketplace';
  }

  /** Whether any question has failed. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  get isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  /** Nobody wants it any more: questions under way are cancelled. */
  stop(): void {
    this.#stop.abort(new ReleaseError('cancelled', 'Something else is shown'));
  }

  /** Whether a row is of this model: one of another names something that may not be here, or be something else. */
  owns(node: Node): boolean {
    const repository = repositoryOf(node);
    return repository === undefined || this.#nodes.has(repository);
  }

  tags(repository: RepositoryNode): PageList<TagNode> {
    const known = this.knownTags(repository);
    if (known) return known;
    const tags = new PageList<TagNode>((cursor) => this.#tagPage(repository, cursor));
    tags.sort(tagOrders[this.#order]);
    this.#tags.set(repository.repository, tags);
    return tags;
  }

  /** The tags of a repository if somebody has asked for them. */
  knownTags({ repository }: RepositoryNode): PageList<TagNode> | undefined {
    return this.#tags.get(repository);
  }

  /** @returns the repositories whose rows stand in another order now */
  order(order: TagOrder): readonly RepositoryNode[] {
    this.#order = order;
    for (const tags of this.#tags.values()) tags.sort(tagOrders[order]);
    return this.repositories.all.filter(({ repository }) => this.#tags.has(repository));
  }

  /** One tag, asked for by itself. @throws ReleaseError what the registry answers; `cancelled` */
  async findTag(repository: RepositoryNode, tag: string, signal: AbortSignal): Promise<TagNode | undefined> {
    const found = await this.#ask('tag', { ...this.#at(repository), tag }, signal);
    return found && { kind: 'tag', parent: repository, ...found };
  }

  /** What a tag holds. @throws ReleaseError what the registry answers; `cancelled` */
  image(tag: TagNode, signal?: AbortSignal): Promise<Fact<ImageFact>> {
    const read = async (asked: AbortSignal) => {
      const { manifest: _, ...fact } = await this.#ask(
        'image',
        { ...this.#at(tag.parent), reference: tag.digest ?? tag.tag },
        asked,
      );
      return fact;
    };
    return this.#images.ask(imageKey(tag), read, signal);
  }

  /** What a tag holds, if that was asked for. */
  knownImage(tag: TagNode): Fact<ImageFact> | undefined {
    return this.#images.last(imageKey(tag));
  }

  /** The repository of a name that somebody typed: with the prefix or without, with the registry or without. */
  named(text: string): RepositoryNode | undefined {
    const { registry = '', prefix = '' } = this.#told?.target ?? {};
    const path = text.startsWith(`${registry}/`) ? text.slice(registry.length + 1) : text;
    const start = prefix === '' ? '' : `${prefix}/`;
    const repository = path.startsWith(start) ? path : `${start}${path}`;
    const loaded = this.repositories.all.find((one) => one.repository === repository);
    if (loaded || !this.#told) return loaded;
    const { world } = this.where;
    const name = repository.slice(start.length);
    return this.#own({ kind: 'repository', world, ...placeOf(this.#told.target), name, repository });
  }

  /**
   * Forgets the tags of repositories, and what those hold.
   * @param isMeant asked with the name of a repository, without its registry
   * @returns those whose tags were known
   */
  forget(isMeant: (repository: string) => boolean): readonly RepositoryNode[] {
    const names = new Set([...this.#tags.keys()].filter(isMeant));
    const { world } = this.where;
    for (const name of names) {
      this.#tags.delete(name);
      const start = `${world} ${this.#told?.target.registry}/${name} `;
      this.#images.forget((key) => key.startsWith(start));
    }
    return this.repositories.all.filter(({ repository }) => names.has(repository));
  }

  /** Forgets what a job has touched. @returns the repositories whose rows have to be made again */
  forgetTouched(references: readonly string[]): readonly RepositoryNode[] {
    const touched = touchedRepositories(references);
    return this.forget((repository) => touched.has(`${this.#told?.target.registry}/${repository}`));
  }

  /** Whether the list of repositories is not what it is by now: it could not be read before a job had its effect, or lacks one of its. */
  misses(references: readonly string[]): boolean {
    if (this.#hasFailed) return true;
    const { all, hasMore } = this.repositories;
    const { registry } = this.#told?.target ?? {};
    if (hasMore || registry === undefined) return false;
    const known = new Set(all.map(({ repository }) => `${registry}/${repository}`));
    return [...touchedRepositories(references)].some((name) => name.startsWith(`${registry}/`) && !known.has(name));
  }

  async #repositoryPage(cursor: string | undefined) {
    const { place, world } = this.where;
    const { repositories, target, from, refusal, next } = await this.#ask('repositories', {
      place,
      ...(cursor === undefined ? {} : { cursor }),
    });
    this.#told ??= { target, from, ...(refusal === undefined ? {} : { refusal }) };
    for (const { product } of repositories) if (product) this.#products.add(product.id);
    const items = repositories.map(({ name, repository, product }) =>
      this.#own({
        kind: 'repository',
        world,
        ...placeOf(target),
        name,
        repository,
        ...(product === undefined ? {} : { product }),
      }),
    );
    return { items, ...(next === undefined ? {} : { next }) };
  }

  #own(node: RepositoryNode): RepositoryNode {
    this.#nodes.add(node);
    return node;
  }

  async #tagPage(parent: RepositoryNode, cursor: string | undefined) {
    const asked = { ...this.#at(parent), ...(cursor === undefined ? {} : { cursor }) };
    const { tags, next } = await this.#ask('tags', asked);
    const items = tags.map((tag): TagNode => ({ kind: 'tag', parent, ...tag }));
    return { items, ...(next === undefined ? {} : { next }) };
  }

  #at({ repository }: RepositoryNode) {
    return { place: this.where.place, repository };
  }

  async #ask<O extends Operation>(
    operation: O,
    input: Operations[O]['input'],
    signal?: AbortSignal,
  ): Promise<Operations[O]['answer']> {
    const stop = this.#stop.signal;
    try {
      return await this.#workers.ask(this.where.world, operation, input, {
        signal: signal ? AbortSignal.any([signal, stop]) : stop,
      });
    } catch (error) {
      this.#hasFailed ||= !stop.aborted && !signal?.aborted;
      throw error;
    }
  }
}

/** By its digest where that is known: a tag may be moved, except in the Marketplace. */
function imageKey({ parent, tag, digest }: TagNode): string {
  return `${parent.world} ${parent.registry}/${parent.repository} ${digest ?? tag}`;
}

function placeOf({ registry, layout }: PlanTarget): Pick<RepositoryNode, 'registry' | 'layout'> {
  return { registry, ...(layout === undefined ? {} : { layout }) };
}
