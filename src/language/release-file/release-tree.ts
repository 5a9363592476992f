import type { Node } from 'jsonc-parser';
import { type LineIndex, lineIndex, readJson } from '#formats';

/** A release file as a tree, for what the model does not have: the objects themselves. */
export interface ReleaseTree {
  readonly root: Node | undefined;
  /** Whether it is JSON; a tree of what is not has holes. */
  readonly isSound: boolean;
  readonly index: LineIndex;
}

export function releaseTree(text: string): ReleaseTree {
  const index = lineIndex(text);
  const { root, problems } = readJson(text, index);
  return { root, isSound: problems.length === 0, index };
}

/** The value under a key; of keys that stand twice the last, as JSON readers have it. */
export function memberOf(object: Node | undefined, key: string): Node | undefined {
  if (object?.type !== 'object') return undefined;
  return object.children?.findLast(({ children }) => children?.[0]?.value === key)?.children?.[1];
}

/** `metadata.images`. */
export function imagesOf(root: Node | undefined): Node | undefined {
  return memberOf(memberOf(root, 'metadata'), 'images');
}

/** Each object and list that takes several nodes, from the outside in. The depth is bounded by the reader. */
export function containersOf(node: Node | undefined): Node[] {
  if (!node || (node.type !== 'object' && node.type !== 'array')) return [];
  const values = (node.children ?? []).map((child) => (child.type === 'property' ? child.children?.[1] : child));
  return [node, ...values.flatMap(containersOf)];
}
