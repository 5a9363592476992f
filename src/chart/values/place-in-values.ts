import { isAlias, isMap, isScalar, isSeq, type Node, type Scalar } from 'yaml';
import type { ChartInstance } from './chart-values.ts';
import { innerPath } from './inner-path.ts';
import type { ValuePath } from './value-tree.ts';
import { pairOf, type YamlValues } from './yaml-values.ts';

/** Where a value comes from. */
export interface PlaceInValues {
  readonly instance: ChartInstance;
  readonly node: Node;
  /** Of its text without quotes, where it is a scalar. */
  readonly source?: string;
  /** Whether it has no quotes, so that it may be a number. */
  readonly isPlain: boolean;
}

/**
 * Where a value of a (sub)chart is written: in the outermost `values.yaml` that has it, for that one counts.
 * @param line the charts from the outermost one down to the one that uses the value
 * @param path in the values of the outermost
 */
export function placeInValues(line: readonly ChartInstance[], path: ValuePath): PlaceInValues | undefined {
  for (const instance of line) {
    const node = nodeAt(instance.file, innerPath(path, instance.keys));
    if (!node) continue;
    const source = isScalar(node) ? (node as Scalar).source : undefined;
    const isPlain = isScalar(node) && node.type === 'PLAIN' && node.tag === undefined;
    return { instance, node, isPlain, ...(source === undefined ? {} : { source }) };
  }
  return undefined;
}

function nodeAt(file: YamlValues, path: ValuePath): Node | undefined {
  let at: unknown = file.root;
  for (const key of path) {
    if (isAlias(at)) at = file.targetOf(at);
    if (isSeq(at)) at = at.items[Number(key)];
    else if (isMap(at)) {
      const pair = pairOf(at, String(key)) ?? mergedPair(file, at, String(key));
      at = pair?.value ?? undefined;
    } else return undefined;
  }
  return (at as Node | null) ?? undefined;
}

function mergedPair(
  file: YamlValues,
  map: { readonly items: readonly { key: unknown; value: unknown }[] },
  key: string,
) {
  const merge = pairOf(map as never, '<<')?.value;
  for (const source of isSeq(merge) ? merge.items : [merge]) {
    const target = isAlias(source) ? file.targetOf(source) : source;
    const pair = isMap(target) ? pairOf(target, key) : undefined;
    if (pair) return pair;
  }
  return undefined;
}
