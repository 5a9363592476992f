import { settingAt } from '#formats';
import type { Link } from '../language.ts';
import type { Neighbours } from '../neighbours.ts';
import { nodesBelow, type SettingsTree } from './settings-tree.ts';

/** The files that settings name (readers, policies, tags, certificates), those that are there. */
export function settingsLinks(tree: SettingsTree, { file, files }: Neighbours): Link[] {
  const known = new Set(files);
  const folder = folderOf(file);
  return [...nodesBelow(tree.root)].flatMap(({ path, value, scalar }): Link[] => {
    if (typeof scalar !== 'string' || !settingAt(path)?.note?.isFile) return [];
    const named = joined(folder, scalar);
    if (!known.has(named)) return [];
    return [{ range: tree.index.range(value.start, value.end), title: `Open ${scalar}`, file: named }];
  });
}

/** The folder of a file, with its slash; empty for a name alone. */
export function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/') + 1);
}

/** A path relative to a folder, its `.` and `..` resolved. */
function joined(folder: string, path: string): string {
  if (path.startsWith('/')) return path;
  const parts: string[] = [];
  for (const part of `${folder}${path}`.split('/')) {
    if (part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}
