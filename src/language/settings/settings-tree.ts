import { isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';
import { type LineIndex, lineIndex, type Path, readYaml } from '#formats';

/** A stretch of a text by its offsets, the end exclusive. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** A key with its value, or an entry of a list. */
export interface SettingNode {
  readonly path: Path;
  /** Where the key is written; of an entry of a list, its value. */
  readonly key: Span;
  /** Where the value is written; at the end of the key when nothing stands there. */
  readonly value: Span;
  /** The value when it is a single one; a text is what it means, without quotes. */
  readonly scalar?: unknown;
  /** How the value is written: `{ … }` and `[ … ]` are flow, lines with an indentation are block. */
  readonly style: 'scalar' | 'flow' | 'block' | 'empty';
  readonly children: readonly SettingNode[];
}

/** A settings file as its parts, each with its place, as far as the text could be read. */
export interface SettingsTree {
  readonly text: string;
  readonly index: LineIndex;
  /** The file itself, with an empty path: as a group, also when the text is a list or a single value. */
  readonly root: SettingNode;
  /** Whether the text is YAML throughout. */
  readonly isWhole: boolean;
  /** The innermost node whose key or value holds the offset. */
  nodeAt(offset: number): SettingNode;
  find(path: Path): SettingNode | undefined;
}

/** Reads the parts of a settings file. Aliases are not followed: what is under one stands elsewhere. */
export function settingsTree(text: string): SettingsTree {
  const index = lineIndex(text);
  const { document, problems } = readYaml(text, index);
  const contents = document?.contents ?? undefined;
  const root = rootOf(contents, text);
  return {
    text,
    index,
    root,
    isWhole: problems.length === 0,
    nodeAt(offset) {
      let found = root;
      for (;;) {
        const inner = found.children.findLast(
          ({ key, value }) => key.start <= offset && offset <= Math.max(key.end, value.end),
        );
        if (!inner) return found;
        found = inner;
      }
    },
    find(path) {
      let found: SettingNode | undefined = root;
      for (const part of path) found = found?.children.find((child) => String(child.path.at(-1)) === String(part));
      return found;
    },
  };
}

/** All nodes below one, parents first. */
export function* nodesBelow(node: SettingNode): Generator<SettingNode> {
  for (const child of node.children) {
    yield child;
    yield* nodesBelow(child);
  }
}

function rootOf(contents: Node | undefined, text: string): SettingNode {
  const children = contents ? childrenOf(contents, []) : [];
  const isFlow = isMap(contents) && contents.flow === true;
  const [start = 0, end = text.length] = (isFlow && contents.range) || [];
  return { path: [], key: { start: 0, end: 0 }, value: { start, end }, style: isFlow ? 'flow' : 'block', children };
}

function childrenOf(node: Node, path: Path): SettingNode[] {
  if (isMap(node)) {
    return node.items.flatMap((item) => {
      const key = item.key as Node | null;
      if (!isScalar(key) || !key.range) return [];
      const name = typeof key.value === 'string' ? key.value : key.source;
      if (name === undefined) return [];
      return nodeOf([...path, name], { start: key.range[0], end: key.range[1] }, item.value as Node | null);
    });
  }
  if (!isSeq(node)) return [];
  return node.items.flatMap((item, position) => {
    const value = item as Node | null;
    return value?.range ? nodeOf([...path, position], { start: value.range[0], end: value.range[1] }, value) : [];
  });
}

function nodeOf(path: Path, key: Span, value: Node | null): SettingNode {
  const range = value?.range;
  if (!value || !range || (isScalar(value) && range[0] === range[1])) {
    return { path, key, value: { start: key.end, end: key.end }, style: 'empty', children: [] };
  }
  const isCollection = isMap(value) || isSeq(value);
  return {
    path,
    key,
    value: { start: range[0], end: range[1] },
    ...(isScalar(value) ? { scalar: value.value } : {}),
    style: isCollection ? (value.flow ? 'flow' : 'block') : 'scalar',
    children: isAlias(value) ? [] : childrenOf(value, path),
  };
}
