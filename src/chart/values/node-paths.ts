import { isMap, isScalar, isSeq, type Node } from 'yaml';
import type { ValuePath } from './value-tree.ts';
import { pairsByKey } from './yaml-values.ts';

/** The ways to all nodes below one, as far as keys and positions alone lead there. */
export function nodePaths(root: unknown): Map<Node, ValuePath> {
  const found = new Map<Node, ValuePath>();
  const walk = (node: unknown, path: ValuePath): void => {
    if (isMap(node) || isSeq(node) || isScalar(node)) found.set(node, path);
    if (isSeq(node)) for (const [position, item] of node.items.entries()) walk(item, [...path, position]);
    if (!isMap(node)) return;
    for (const [name, { value }] of pairsByKey(node)) if (name !== '<<') walk(value, [...path, name]);
  };
  walk(root, []);
  return found;
}
