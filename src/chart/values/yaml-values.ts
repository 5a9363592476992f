import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair, visit } from 'yaml';
import { helmKey, helmScalar, type LineIndex, lineIndex, readYaml } from '#formats';
import type { TextProblem } from '#problem';
import { largestText } from '../largest-text.ts';
import { isValueMap, type Value, type ValueMap } from './value-tree.ts';

/** Aliases may repeat parts; what amounts to more values than this is a trap. */
const mostValues = 100_000;
/** An alias can nest further than the text does. */
const deepest = 100;

/** A YAML text with its nodes, and what Helm reads there. */
export interface YamlValues {
  /** Undefined where the text is empty, or cannot be read: then there are problems. */
  readonly root: Node | undefined;
  readonly problems: readonly TextProblem[];
  /** Of the text. */
  readonly index: LineIndex;
  /** What the nodes are as plain data, merge keys and aliases resolved; `null` for what lacks. */
  valueOf(node: unknown): Value;
  /** What an alias stands for. */
  targetOf(alias: Alias): Node | undefined;
  /** All aliases, in the order of the text. */
  readonly aliases: readonly Alias[];
}

/** Reads a values file, or another YAML text of a chart. It never throws and never builds more than the text is worth. */
export function readYamlValues(text: string): YamlValues {
  const index = lineIndex(text);
  const { document, problems } = readYaml(text, index, largestText);
  const isRead = document !== undefined && problems.length === 0;
  const targets = isRead ? aliasTargets(document) : new Map<Alias, Node>();
  const reader = new ValueReader(targets);
  const contents = isRead ? (document.contents ?? undefined) : undefined;
  const found: TextProblem[] = [...problems];
  // Once through it all, so that what is too much is known before anyone asks.
  reader.read(contents, 0);
  if (reader.fault !== undefined) {
    const message = `With its aliases the file holds more than ${mostValues} values, or nests deeper than ${deepest} levels.`;
    found.push({ rule: 'text-too-large', severity: 'error', range: index.range(0, 0), message });
  }
  return {
    root: found.length === 0 ? contents : undefined,
    problems: found,
    index,
    valueOf: (node) => new ValueReader(targets).read(node, 0),
    targetOf: (alias) => targets.get(alias),
    aliases: [...targets.keys()],
  };
}

/** The pair of a mapping that decides about a key: of several the last, as Helm's reader has it. */
export function pairOf(map: { readonly items: readonly Pair[] }, key: string): Pair | undefined {
  return map.items.findLast((pair) => keyText(pair.key) === key);
}

/** All of these at once: the pairs that decide, by their keys. */
export function pairsByKey(map: { readonly items: readonly Pair[] }): ReadonlyMap<string, Pair> {
  return new Map(
    map.items.flatMap((pair) => {
      const key = keyText(pair.key);
      return key === undefined ? [] : [[key, pair] as const];
    }),
  );
}

/** A key as the text that Helm has; undefined for what is no scalar. */
export function keyText(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined;
  const { value, source, type, tag } = key;
  if (type === 'PLAIN' && tag === undefined) return helmKey(source ?? '', value);
  return typeof value === 'string' ? value : (source ?? String(value));
}

/** Each alias with the node of its anchor: the last of that name before it. */
function aliasTargets(document: Document.Parsed): Map<Alias, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  visit(document, {
    Node(_, node) {
      if (isAlias(node)) {
        const target = anchors.get(node.source);
        if (target) targets.set(node, target);
      } else if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  return targets;
}

class ValueReader {
  readonly #targets: ReadonlyMap<Alias, Node>;
  #values = 0;
  fault: 'too-much' | undefined;

  constructor(targets: ReadonlyMap<Alias, Node>) {
    this.#targets = targets;
  }

  read(node: unknown, depth: number): Value {
    this.#values += 1;
    if (this.#values > mostValues || depth > deepest) this.fault = 'too-much';
    if (this.fault !== undefined) return null;
    if (isAlias(node)) return this.read(this.#targets.get(node), depth + 1);
    if (isSeq(node)) return node.items.map((item) => this.read(item, depth + 1));
    if (isMap(node)) return this.#map(node.items, depth);
    if (!isScalar(node)) return null;
    const { value, source } = node;
    if (node.type === 'PLAIN' && node.tag === undefined) return helmScalar(source ?? '', value);
    return typeof value === 'boolean' || typeof value === 'number' || value === null ? value : String(value);
  }

  #map(items: readonly Pair[], depth: number): ValueMap {
    const own = new Map<string, Value>();
    const merged = new Map<string, Value>();
    for (const { key, value } of items) {
      const name = keyText(key);
      if (name === undefined) continue;
      if (name === '<<' && isScalar(key) && key.type === 'PLAIN') {
        for (const source of isSeq(value) ? value.items : [value])
          for (const [inner, item] of this.#entries(source, depth + 1)) if (!merged.has(inner)) merged.set(inner, item);
      } else own.set(name, this.read(value, depth + 1));
    }
    return Object.fromEntries([...merged, ...own]);
  }

  #entries(node: unknown, depth: number): [string, Value][] {
    const value = this.read(node, depth);
    return isValueMap(value) ? Object.entries(value) : [];
  }
}
