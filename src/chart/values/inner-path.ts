import type { ValuePath } from './value-tree.ts';

/**
 * A way into the outermost values as a (sub)chart has it: without the keys that lead to the chart. What is `global` of the chart, or of one around
 * it, begins with `global`.
 * @param keys that lead to the chart
 */
export function innerPath(path: ValuePath, keys: readonly string[]): ValuePath {
  const apart = keys.findIndex((key, position) => path[position] !== key);
  const common = apart < 0 ? keys.length : apart;
  return path[common] === 'global' ? path.slice(common) : path.slice(keys.length);
}
