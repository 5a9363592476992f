import type { Fold, OutlineSymbol } from '../language.ts';
import { nodesBelow, type SettingNode, type SettingsTree } from './settings-tree.ts';

/** The longest value that is shown beside a name. */
const longestDetail = 60;

/** The keys of a settings file as an outline. */
export function settingsSymbols(tree: SettingsTree): OutlineSymbol[] {
  return tree.root.children.map((node) => symbolOf(node, tree));
}

function symbolOf(node: SettingNode, tree: SettingsTree): OutlineSymbol {
  const { path, key, value, scalar, children } = node;
  const last = path.at(-1);
  // An entry of a list is called what its first value is.
  const named = children[0]?.scalar ?? scalar;
  const isEntry = typeof last === 'number';
  const name = isEntry ? String(named ?? Number(last) + 1) : String(last);
  const nameSpan = isEntry ? firstLine(tree.text, key.start, key.end) : key;
  return {
    // An outline takes no name without a character.
    name: clip(name.trim() === '' ? '""' : name),
    detail: isEntry || scalar === undefined || scalar === null ? '' : clip(String(scalar)),
    kind: children.length > 0 ? 'group' : 'field',
    range: tree.index.range(key.start, Math.max(key.end, trimmedEnd(tree.text, value.start, value.end))),
    nameRange: tree.index.range(nameSpan.start, nameSpan.end),
    children: children.map((child) => symbolOf(child, tree)),
  };
}

/** Groups and lists that take several lines, and comments that do. */
export function settingsFolds(tree: SettingsTree): Fold[] {
  const folds = new Map<number, Fold>();
  for (const { key, value, children } of nodesBelow(tree.root)) {
    if (children.length === 0) continue;
    const { line, endLine } = tree.index.range(key.start, trimmedEnd(tree.text, value.start, value.end));
    // The outermost of those that begin on one line.
    if (endLine > line && !folds.has(line)) folds.set(line, { first: line, last: endLine, kind: 'region' });
  }
  return [...folds.values(), ...commentFolds(tree.text)].sort((a, b) => a.first - b.first);
}

function commentFolds(text: string): Fold[] {
  const folds: Fold[] = [];
  let first = 0;
  [...text.split('\n'), ''].forEach((line, position) => {
    const isComment = line.trimStart().startsWith('#');
    if (isComment && first === 0) first = position + 1;
    if (isComment || first === 0) return;
    if (position > first) folds.push({ first, last: position, kind: 'comment' });
    first = 0;
  });
  return folds;
}

/** Where the text of a span ends, without the blanks and comment-free lines behind it. */
function trimmedEnd(text: string, start: number, end: number): number {
  return start + text.slice(start, end).trimEnd().length;
}

function firstLine(text: string, start: number, end: number) {
  const stop = text.indexOf('\n', start);
  return { start, end: stop < 0 ? end : Math.min(stop, end) };
}

function clip(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > longestDetail ? `${line.slice(0, longestDetail - 1)}…` : line;
}
