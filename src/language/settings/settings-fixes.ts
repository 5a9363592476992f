import { nearest, parseSettings, settingAt } from '#formats';
import type { Range, TextProblem } from '#problem';
import type { Edit, Fix } from '../language.ts';
import { nodesBelow, type SettingNode, type SettingsTree, settingsTree } from './settings-tree.ts';

/** So many problems are looked at: for some of them the whole file is read as it would be. */
const mostProblems = 40;

/** What can be done about the problems of a settings file. */
export function settingsFixes(tree: SettingsTree, problems: readonly TextProblem[]): Fix[] {
  const nodes = nodesByPlace(tree);
  return problems.slice(0, mostProblems).flatMap((problem) => fixesOf(problem, nodes, tree));
}

function fixesOf({ rule, range }: TextProblem, nodes: ReadonlyMap<string, SettingNode>, tree: SettingsTree): Fix[] {
  if (rule === 'setting-missing' && isFileStart(range)) return missingOfFile(tree);
  const node = nodes.get(placeOf(range));
  if (!node) return [];
  if (rule === 'setting-unknown') return nearestKey(node, tree);
  if (rule === 'setting-missing') return missingKeys(node, tree);
  if (rule === 'secret-in-settings') return withoutSecret(node, tree);
  return rule === 'setting-invalid' ? otherValue(node, tree) : [];
}

function isFileStart(range: Range): boolean {
  return range.line === 1 && range.column === 1 && range.endLine === 1 && range.endColumn === 1;
}

/** The nodes by the places of their keys and values, which problems underline; of several at one place the outermost. */
function nodesByPlace(tree: SettingsTree): ReadonlyMap<string, SettingNode> {
  const nodes = new Map<string, SettingNode>();
  for (const node of nodesBelow(tree.root)) {
    for (const { start, end } of [node.key, node.value]) {
      const place = placeOf(tree.index.range(start, end));
      if (!nodes.has(place)) nodes.set(place, node);
    }
  }
  return nodes;
}

function placeOf({ line, column, endLine, endColumn }: Range): string {
  return [line, column, endLine, endColumn].join();
}

/** `version` and a target are what a file cannot do without. */
function missingOfFile(tree: SettingsTree): Fix[] {
  const { root } = tree;
  const target = tree.find(['target']);
  if (!tree.find(['version'])) {
    const change =
      root.children.length > 0 || root.style === 'flow' ? added(root, 'version: 1', tree) : atEnd('version: 1', tree);
    return change && isSound(tree, change)
      ? [{ ...fixOf('Add version: 1', change, tree), isPreferred: true, solves: 'setting-missing' }]
      : [];
  }
  if (target) return missingKeys(target, tree);
  if (tree.find(['targets'])) return [];
  return (settingAt(['target', 'registry'])?.note?.examples ?? []).flatMap((registry) => {
    const isFlow = root.style === 'flow';
    const change = isFlow
      ? added(root, `target: { registry: ${registry} }`, tree)
      : atEnd(`target:\n  registry: ${registry}`, tree);
    if (!change || !isSound(tree, change)) return [];
    return { ...fixOf(`Add a target with registry: ${registry}`, change, tree), solves: 'setting-missing' };
  });
}

/** A stretch of the text by its offsets, and what is to stand there. */
interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function editOf({ start, end, text }: Change, { index }: SettingsTree): Edit {
  return { range: index.range(start, end), text };
}

function fixOf(title: string, change: Change, tree: SettingsTree): Fix {
  return { title, edits: [editOf(change, tree)], isPreferred: false, isSafe: false };
}

/** Whether a text that is YAML still is with a change: tags, explicit keys and ends of documents are not looked at one by one. */
function isSound({ text, isWhole }: SettingsTree, { start, end, text: written }: Change): boolean {
  return !isWhole || settingsTree(text.slice(0, start) + written + text.slice(end)).isWhole;
}

/** A key with its value behind all others, in their column. */
function atEnd(entry: string, { text, root, index }: SettingsTree): Change {
  const first = root.children[0]?.key.start ?? 0;
  const indent = ' '.repeat(root.children.length > 0 ? index.range(first, first).column - 1 : 0);
  const lines = entry.split('\n').map((line) => `${indent}${line}\n`);
  const lineBreak = text === '' || text.endsWith('\n') ? '' : '\n';
  return { start: text.length, end: text.length, text: `${lineBreak}${lines.join('')}` };
}

function nearestKey({ path, key }: SettingNode, tree: SettingsTree): Fix[] {
  const parent = path.slice(0, -1);
  const there = new Set(tree.find(parent)?.children.map((child) => String(child.path.at(-1))));
  const free = (settingAt(parent)?.keys ?? []).filter((known) => !there.has(known));
  const meant = nearest(String(path.at(-1)), free);
  if (meant === undefined) return [];
  const edits = [{ range: tree.index.range(key.start, key.end), text: meant }];
  return [{ title: `Change to ${meant}`, edits, isPreferred: true, isSafe: false, solves: 'setting-unknown' }];
}

/** Keys that a group lacks, each with a value that can be: nobody can guess more. */
function missingKeys(node: SettingNode, tree: SettingsTree): Fix[] {
  const { path, children } = node;
  const there = new Set(children.map((child) => String(child.path.at(-1))));
  const isLogin = path.length === 2 && path[0] === 'registries';
  const needed = isLogin ? ['username', 'password'] : (settingAt(path)?.required ?? []);
  return needed
    .filter((key) => !there.has(key))
    .flatMap((key) => {
      const examples =
        isLogin && key === 'password'
          ? [`{ env: ${variableFor(String(path[1]))} }`]
          : (settingAt([...path, key])?.note?.examples ?? []);
      return examples.flatMap((value) => {
        const change = added(node, `${key}: ${value}`, tree);
        if (!change) return [];
        const isPreferred = examples.length === 1;
        return { ...fixOf(`Add ${key}: ${value}`, change, tree), isPreferred, solves: 'setting-missing' as const };
      });
    });
}

/** A key with its value, added to a group as the group is written. */
function added({ style, value, key, children }: SettingNode, entry: string, tree: SettingsTree): Change | undefined {
  const [first] = children;
  const insert = (offset: number, text: string): Change => ({ start: offset, end: offset, text });
  if (style === 'flow') {
    return first ? insert(first.key.start, `${entry}, `) : insert(value.start + 1, ` ${entry} `);
  }
  if (first) {
    const column = tree.index.range(first.key.start, first.key.start).column;
    return insert(first.key.start, `${entry}\n${' '.repeat(column - 1)}`);
  }
  if (style !== 'empty' || tree.text[key.end] !== ':') return undefined;
  const { column } = tree.index.range(key.start, key.start);
  return insert(key.end + 1, `\n${' '.repeat(column + 1)}${entry}`);
}

function withoutSecret({ path, value: { start, end } }: SettingNode, tree: SettingsTree): Fix[] {
  const secret = String(path.at(-1));
  const variable = secret === 'token' ? 'ATTESTATION_TOKEN' : variableFor(String(path[1]));
  // The line breaks behind a text of several lines are part of it, but end the line that it stands on.
  const last = start + tree.text.slice(start, end).trimEnd().length;
  const change = { start, end: last, text: `{ env: ${variable} }` };
  if (!isSound(tree, change)) return [];
  const title = `Read the ${secret} from the variable ${variable}`;
  return [{ ...fixOf(title, change, tree), isPreferred: true, solves: 'secret-in-settings' }];
}

/** `docker.io` → `DOCKER_IO_PASSWORD` */
function variableFor(host: string): string {
  const name = host
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, '_')
    .replace(/^(?=\d)|^_+/, '_')
    .replace(/_+$/, '');
  return `${name.slice(0, 60)}_PASSWORD`;
}

function otherValue({ path, value, scalar, style }: SettingNode, tree: SettingsTree): Fix[] {
  const setting = settingAt(path);
  if (!setting || style !== 'scalar') return [];
  const range = tree.index.range(value.start, value.end);
  const written = tree.text.slice(value.start, value.end);
  // A number or a word like yes, where a text is expected: as it was written, in quotes.
  if (typeof scalar !== 'string' && setting.shapes.includes('text') && /^[\w.+-]+$/.test(written)) {
    if (isStillWrong(tree, value, `"${written}"`)) return [];
    const edits = [{ range, text: `"${written}"` }];
    return [{ title: 'Write it in quotes', edits, isPreferred: true, isSafe: true, solves: 'setting-invalid' }];
  }
  const meant = typeof scalar === 'string' ? nearest(scalar, setting.values) : undefined;
  return (meant === undefined ? setting.values : [meant]).map((text) => ({
    title: `Change to ${text}`,
    edits: [{ range, text }],
    isPreferred: text === meant,
    isSafe: false,
    solves: 'setting-invalid',
  }));
}

/** Whether a place would be no better with another value in it. */
function isStillWrong({ text, index }: SettingsTree, { start, end }: SettingNode['value'], value: string): boolean {
  const { line, column } = index.range(start, end);
  const { problems } = parseSettings(text.slice(0, start) + value + text.slice(end));
  return problems.some(({ range }) => range.line === line && range.column === column);
}
