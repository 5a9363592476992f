import { isAlias, isMap, isScalar, isSeq, type Node, type Scalar } from 'yaml';
import type { Range, TextProblem } from '#problem';
import { helmKey, helmScalar } from './helm-scalar.ts';
import type { LineIndex } from './line-index.ts';
import { quote } from './quote.ts';
import { readYaml } from './yaml-text.ts';

/** Aliases may repeat parts; a file whose parts amount to more values than this is a trap (a few lines can make billions). */
const mostValues = 20_000;
/** As deep as the text may nest; an alias can nest further than the text does, or contain itself. */
const deepest = 64;

/** A way into a value: keys of objects, positions in lists. */
export type Path = readonly PropertyKey[];

/** A YAML text as plain data (objects, lists, texts, numbers, booleans; undefined for null), with the place of every part. */
export interface YamlValue {
  readonly value: unknown;
  readonly problems: readonly TextProblem[];
  /** Where the value at a path stands; where it is missing, the nearest part around it. */
  rangeOf(path: Path): Range;
  /** Where the key that leads to the value at a path stands. */
  keyRangeOf(path: Path): Range;
}

/**
 * Reads a YAML text as data. It never throws and never builds more than the text is worth.
 * @param isOfHelm parts that are read as Helm reads YAML, not as YAML 1.2
 */
export function readYamlValue(text: string, index: LineIndex, isOfHelm: (path: Path) => boolean = nowhere): YamlValue {
  const { document, problems } = readYaml(text, index);
  const reader = new ValueReader(index, isOfHelm);
  const value = document?.contents ? reader.read(document.contents, [], undefined) : undefined;
  const whole = index.range(0, 0);
  return {
    value,
    problems: [...problems, ...reader.problems],
    rangeOf(path) {
      for (let length = path.length; length > 0; length--) {
        const place = reader.places.get(placeName(path.slice(0, length)));
        // For something that is missing, the key of what lacks it reads better than all of that.
        if (place) return length === path.length ? place.value : place.key;
      }
      return whole;
    },
    keyRangeOf: (path) => reader.places.get(placeName(path))?.key ?? whole,
  };
}

function nowhere(): boolean {
  return false;
}

interface Places {
  readonly key: Range;
  readonly value: Range;
}

function placeName(path: Path): string {
  return JSON.stringify(path.map(String));
}

class ValueReader {
  readonly #index: LineIndex;
  readonly #isOfHelm: (path: Path) => boolean;
  readonly #anchors = new Map<string, Node>();
  readonly problems: TextProblem[] = [];
  readonly places = new Map<string, Places>();
  #values = 0;

  constructor(index: LineIndex, isOfHelm: (path: Path) => boolean) {
    this.#index = index;
    this.#isOfHelm = isOfHelm;
  }

  /** Inside an alias every part stands where the alias stands. */
  read(node: Node, path: Path, alias: Range | undefined): unknown {
    this.#values += 1;
    if (this.#values > mostValues) return this.#values === mostValues + 1 ? this.#tooMuch(node, alias) : undefined;
    if (!isAlias(node) && node.anchor !== undefined && !alias) this.#anchors.set(node.anchor, node);
    if (isAlias(node)) return this.#follow(node, node.source, path, alias);
    if (isMap(node)) return this.#map(node.items, path, alias);
    if (isSeq(node)) return this.#list(node.items, path, alias);
    // `key:` with nothing behind it is as good as no key at all.
    if (!isScalar(node)) return undefined;
    const { value, source = '' } = node;
    return (this.#isOfHelm(path) && isPlain(node) ? helmScalar(source, value) : value) ?? undefined;
  }

  #follow(node: Node, name: string, path: Path, alias: Range | undefined): unknown {
    const target = this.#anchors.get(name);
    if (!target) return this.#flag(node, alias, 'text-syntax', `There is no anchor &${name} before this alias.`);
    if (path.length > deepest) {
      return this.#flag(node, alias, 'text-too-deep', `The alias *${name} nests deeper than ${deepest} levels.`);
    }
    return this.read(target, path, alias ?? this.#rangeOf(node));
  }

  #list(items: readonly unknown[], path: Path, alias: Range | undefined): unknown[] {
    return items.map((item, position) => {
      const node = item as Node;
      const here = [...path, position];
      const range = alias ?? this.#rangeOf(node);
      this.places.set(placeName(here), { key: range, value: range });
      return this.read(node, here, alias);
    });
  }

  #map(items: readonly { key: unknown; value: unknown }[], path: Path, alias: Range | undefined): unknown {
    const entries = new Map<string, unknown>();
    for (const item of items) {
      const keyNode = item.key as Node;
      const keyRange = alias ?? this.#rangeOf(keyNode);
      const key = keyOf(keyNode, this.#isOfHelm(path));
      if (key === undefined) {
        this.#flag(keyNode, alias, 'text-syntax', 'A key is a plain text.');
        continue;
      }
      // The schema library passes over this one, and an unread key must not pass in silence.
      if (key === '__proto__') {
        this.#flag(keyNode, alias, 'setting-unknown', `${quote(key)} is no setting.`);
        continue;
      }
      if (entries.has(key)) {
        const message = `The key ${quote(key)} stands here for the second time.`;
        this.#flag(keyNode, alias, 'duplicate-key', message);
        continue;
      }
      const node = item.value as Node | null;
      const here = [...path, key];
      const isWritten = node?.range && node.range[1] > node.range[0];
      this.places.set(placeName(here), { key: keyRange, value: isWritten ? (alias ?? this.#rangeOf(node)) : keyRange });
      entries.set(key, node ? this.read(node, here, alias) : undefined);
    }
    // Not by assignment: a key may be __proto__.
    return Object.fromEntries(entries);
  }

  #tooMuch(node: Node, alias: Range | undefined): undefined {
    this.#flag(node, alias, 'text-too-large', `With its aliases the file holds more than ${mostValues} values.`);
  }

  #flag(node: Node, alias: Range | undefined, rule: TextProblem['rule'], message: string): undefined {
    this.problems.push({ rule, severity: 'error', range: alias ?? this.#rangeOf(node), message });
    return undefined;
  }

  #rangeOf(node: Node): Range {
    const [start, end] = node.range ?? [0, 0];
    return this.#index.range(start, end);
  }
}

/** A key as text. YAML would make a number of `1:`; as a key it is what was written. */
function keyOf(node: Node | null, isOfHelm: boolean): string | undefined {
  if (!isScalar(node)) return undefined;
  if (isOfHelm && isPlain(node)) return helmKey(node.source ?? '', node.value);
  if (typeof node.value === 'string') return node.value;
  return node.source ?? undefined;
}

/** Without quotes and without a tag, which would say what it is. */
function isPlain({ type, tag }: Scalar): boolean {
  return type === 'PLAIN' && tag === undefined;
}
