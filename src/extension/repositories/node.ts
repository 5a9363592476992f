import type { ListedRepository, ListedTag } from '#jobs';
import type { ReleaseError } from '#problem';
import type { WorkerWorld } from '#worker';

/** A row of the Repositories view: a small plain object, made once for what it stands for as long as that is loaded. */
export type Node = RepositoryNode | TagNode | PlatformNode | NoteNode | MoreNode | TroubleNode;

export interface RepositoryNode extends Pick<ListedRepository, 'product'> {
  readonly kind: 'repository';
  readonly world: WorkerWorld;
  readonly registry: string;
  /** The folder of a layout, which the registry only stands for; absolute. */
  readonly layout?: string;
  /** Without the target's prefix. */
  readonly name: string;
  /** With it. */
  readonly repository: string;
}

export interface TagNode extends ListedTag {
  readonly kind: 'tag';
  readonly parent: RepositoryNode;
}

/** One image of a tag. */
export interface PlatformNode {
  readonly kind: 'platform';
  readonly parent: TagNode;
  readonly platform: string;
  readonly digest: string;
  readonly size?: number;
}

/** Something about a tag that there is nothing to do with. */
export interface NoteNode {
  readonly kind: 'note';
  readonly parent: TagNode;
  readonly text: string;
  readonly icon: string;
}

/** Stands for the rows that are not shown. */
export interface MoreNode {
  readonly kind: 'more';
  readonly parent: RepositoryNode | undefined;
}

/** Stands for rows that could not be had. */
export interface TroubleNode {
  readonly kind: 'trouble';
  readonly parent: RepositoryNode | TagNode | undefined;
  readonly error: ReleaseError;
}

const kinds: ReadonlySet<unknown> = new Set<Node['kind']>(['repository', 'tag', 'platform', 'note', 'more', 'trouble']);

/** The repository that a row is of, or is in; none for rows about the list of repositories. */
export function repositoryOf(node: Node): RepositoryNode | undefined {
  if (node.kind === 'repository') return node;
  return node.parent && repositoryOf(node.parent);
}

/** Whether something that a command was called with is a row of ours. */
export function isNode(given: unknown): given is Node {
  if (typeof given !== 'object' || given === null || !('kind' in given)) return false;
  return kinds.has(given.kind) && (given.kind === 'repository' || 'parent' in given);
}

/** Whether it is a row that stands for something with a manifest. */
export function isImageNode(given: unknown): given is TagNode | PlatformNode {
  return isNode(given) && (given.kind === 'tag' || given.kind === 'platform');
}
