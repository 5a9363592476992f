import { matchGlob } from '#release';

/** The name of the settings file. */
export const settingsName = 'marketplace.yaml';

/** The folder that an absolute name (forward slashes) lies in; a root is its own. */
export function folderOf(name: string): string {
  const folder = name.slice(0, name.lastIndexOf('/'));
  if (folder === '' || /^[A-Za-z]:$/.test(folder)) return `${folder}/`;
  return folder;
}

/** A folder and all above it, nearest first. */
export function upward(folder: string): string[] {
  const folders = [folder];
  for (let at = folder; ; ) {
    const above = folderOf(at);
    if (above === at) return folders;
    folders.push(above);
    at = above;
  }
}

/** The absolute name of something below a folder. */
export function within(folder: string, relative: string): string {
  return folder.endsWith('/') ? `${folder}${relative}` : `${folder}/${relative}`;
}

/** The name from a folder, when it lies below it; else the name as it is. */
export function relativeTo(folder: string, name: string): string {
  const start = within(folder, '');
  return name.startsWith(start) ? name.slice(start.length) : name;
}

/** The part of a pattern before its first folder or name with a wildcard, and the rest; both without the slash between them. */
export function splitPattern(pattern: string): readonly [folder: string, rest: string] {
  const parts = pattern.split('/');
  const first = parts.findIndex((part) => /[*?]/.test(part));
  const folder = parts.slice(0, first).join('/');
  // A pattern that begins with a slash begins at the root.
  return [first === 0 ? '.' : folder || '/', parts.slice(first).join('/')];
}

/** Whether a name below a folder fits the rest of a pattern; without a slash, that is about the folder's own files. */
export function fitsPattern(rest: string, name: string): boolean {
  return rest.includes('/') ? matchGlob(rest, name) : !name.includes('/') && matchGlob(rest, name);
}
