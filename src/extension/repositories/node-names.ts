import { formatReference } from '#reference';
import { placedReference } from '#text';
import type { Node, PlatformNode, RepositoryNode, TagNode } from './node.ts';

/** What a row stands for, as a reference to be pasted elsewhere. */
export function referenceOf(node: RepositoryNode | TagNode | PlatformNode): string {
  switch (node.kind) {
    case 'repository':
      return placedReference(formatReference(node), node);
    case 'tag':
      return `${referenceOf(node.parent)}:${node.tag}`;
    case 'platform':
      return `${referenceOf(node.parent.parent)}@${node.digest}`;
  }
}

/** A row's identity in the tree: the same after a refresh, another at another target or in another world. */
export function idOf(node: Node): string {
  const above = node.kind === 'repository' ? `${node.world} ${node.registry}` : node.parent ? idOf(node.parent) : '';
  return `${above} ${ownName(node)}`;
}

function ownName(node: Node): string {
  switch (node.kind) {
    case 'repository':
      return node.repository;
    case 'tag':
      return `:${node.tag}`;
    case 'platform':
      return `${node.platform} ${node.digest}`;
    case 'note':
      return node.text;
    default:
      return node.kind;
  }
}
