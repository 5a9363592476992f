import { settingAt } from '#formats';
import type { Hover } from '../language.ts';
import { settingWords } from './setting-words.ts';
import type { SettingNode, SettingsTree } from './settings-tree.ts';

/** What the key at an offset means, also when the offset is in its value. */
export function settingsHover(tree: SettingsTree, offset: number): Hover | undefined {
  const node = tree.nodeAt(offset);
  const isOnKey = node.key.start <= offset && offset <= node.key.end;
  const isOnValue = node.style === 'scalar' && node.value.start <= offset && offset <= node.value.end;
  if (node.path.length === 0 || !(isOnKey || isOnValue)) return undefined;
  const named = namedPath(node);
  const setting = settingAt(named);
  if (!setting?.note) return undefined;
  const { start, end } = isOnKey ? node.key : node.value;
  return { range: tree.index.range(start, end), text: `${title(named)}\n\n${settingWords(setting)}` };
}

/** An entry of a list stands for the list, one of a table (a host, the name of a target) for the table. */
function namedPath({ path }: SettingNode) {
  return settingAt(path)?.note ? path : path.slice(0, -1);
}

/** The keys on the way. Text of the file cannot break out of the code it is shown as. */
function title(path: readonly PropertyKey[]): string {
  const names = path.filter((part) => typeof part === 'string').join('.');
  return `\`${names.replaceAll(/[`\s]+/g, ' ').slice(0, 120)}\``;
}
