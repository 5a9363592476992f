import { nearest, parseSettings, settingAt } from '#formats';
import type { Range, TextProblem } from '#problem';
import type { Edit, Fix } from '../language.ts';
import { nodesBelow, type SettingNode, type SettingsTree } from './settings-tree.ts';

/** What can be done about the problems of a settings file. */
export function settingsFixes(tree: SettingsTree, problems: readonly TextProblem[]): Fix[] {
  const nodes = nodesByPlace(tree);
  return problems.flatMap((problem) => fixesOf(problem, nodes, tree));
}

function fixesOf({ rule, range }: TextProblem, nodes: ReadonlyMap<string, SettingNode>, tree: SettingsTree): Fix[] {
  if (rule === 'setting-missing' && isFileStart(range)) return missingOfFile(tree);
  const node = nodes.get(placeOf(range));
  if (!node) return [];
  if (rule === 'setting-unknown') return nearestKey(node, tree);
  if (rule === 'setting-missing') return missingKeys(node, tree);
  if (rule === 'secret-in-settings') return [withoutSecret(node, tree)];
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
  const { text, root } = tree;
  const first = root.children[0]?.key.start ?? text.length;
  const at = (offset: number, inserted: string): Edit => ({ range: tree.index.range(offset, offset), text: inserted });
  const lineBreak = text === '' || text.endsWith('\n') ? '' : '\n';
  const fixes: Fix[] = [];
  const target = tree.find(['target']);
  if (!tree.find(['version'])) {
    const edit = root.children.length > 0 ? at(first, 'version: 1\n') : at(text.length, `${lineBreak}version: 1\n`);
    fixes.push({ title: 'Add version: 1', edits: [edit], isPreferred: true, isSafe: false, solves: 'setting-missing' });
  } else if (target) {
    fixes.push(...missingKeys(target, tree));
  } else if (!tree.find(['targets'])) {
    for (const registry of settingAt(['target', 'registry'])?.note?.examples ?? []) {
      const edits = [at(text.length, `${lineBreak}target:\n  registry: ${registry}\n`)];
      const title = `Add a target with registry: ${registry}`;
      fixes.push({ title, edits, isPreferred: false, isSafe: false, solves: 'setting-missing' });
    }
  }
  return fixes;
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
        const edit = added(node, `${key}: ${value}`, tree);
        const isPreferred = examples.length === 1;
        return edit
          ? [
              {
                title: `Add ${key}: ${value}`,
                edits: [edit],
                isPreferred,
                isSafe: false,
                solves: 'setting-missing' as const,
              },
            ]
          : [];
      });
    });
}

/** A key with its value, added to a group as the group is written. */
function added({ style, value, key, children }: SettingNode, entry: string, tree: SettingsTree): Edit | undefined {
  const [first] = children;
  const insert = (offset: number, text: string): Edit => ({ range: tree.index.range(offset, offset), text });
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

function withoutSecret({ path, value }: SettingNode, tree: SettingsTree): Fix {
  const variable = variableFor(String(path[1]));
  return {
    title: `Read the password from the variable ${variable}`,
    edits: [{ range: tree.index.range(value.start, value.end), text: `{ env: ${variable} }` }],
    isPreferred: true,
    isSafe: false,
    solves: 'secret-in-settings',
  };
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
