import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { TreeEntry } from '#jobs';
import { ReleaseError } from '#problem';
import { codeOf } from './error-code.ts';

/** A chart has hundreds of files; with the libraries of a large one, thousands. */
const mostEntries = 50_000;
const deepest = 64;

/**
 * All files below a folder, in the order of their paths; links that stay inside are followed, the others are told.
 * @param place its absolute name
 * @param name as the user wrote it, for messages
 * @throws ReleaseError `file-not-found`, `file-not-readable`, `text-too-large`
 */
export async function folderTree(
  place: string,
  name: string,
  isLeftOut: (path: string, isFolder: boolean) => boolean,
): Promise<readonly TreeEntry[]> {
  const root = await realpath(place).catch((error) => {
    throw notReadable(name, error);
  });
  const found: TreeEntry[] = [];
  let seen = 0;
  /** @param above the real folders that this one is in: a link to one of them has no end */
  const visit = async (folder: string, below: string, above: readonly string[]): Promise<void> => {
    for (const entry of await entriesOf(folder, below === '' ? name : `${name}/${below}`)) {
      const at = below === '' ? entry.name : `${below}/${entry.name}`;
      seen++;
      if (seen > mostEntries || above.length > deepest) throw tooMuch(name);
      const { kind, real } = await resolved(root, path.join(folder, entry.name), entry);
      if (isLeftOut(at, kind === 'folder')) continue;
      if (kind !== 'folder') found.push({ path: at, kind });
      else if (above.includes(real)) found.push({ path: at, kind: 'circle' });
      else await visit(real, at, [...above, real]);
    }
  };
  await visit(root, '', [root]);
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** A file or folder that cannot be read, in words. */
export function notReadable(name: string, error: unknown): ReleaseError {
  const code = codeOf(error);
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new ReleaseError('file-not-found', `${name} does not exist`, { cause: error });
  return new ReleaseError('file-not-readable', `${name} cannot be read (${code ?? error})`, { cause: error });
}

async function entriesOf(folder: string, name: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    throw notReadable(name, error);
  }
}

interface Resolved {
  readonly kind: 'file' | 'folder' | 'outside' | 'other';
  readonly real: string;
}

async function resolved(root: string, place: string, entry: Dirent): Promise<Resolved> {
  if (entry.isFile()) return { kind: 'file', real: place };
  if (entry.isDirectory()) return { kind: 'folder', real: place };
  const real = entry.isSymbolicLink() ? await realpath(place).catch(() => undefined) : undefined;
  if (real === undefined) return { kind: 'other', real: place };
  if (real !== root && !real.startsWith(root.endsWith(path.sep) ? root : root + path.sep))
    return { kind: 'outside', real };
  const target = await stat(real).catch(() => undefined);
  if (target?.isDirectory()) return { kind: 'folder', real };
  return { kind: target?.isFile() ? 'file' : 'other', real };
}

function tooMuch(name: string): ReleaseError {
  return new ReleaseError(
    'text-too-large',
    `${name} holds more than ${mostEntries} files, or nests deeper than ${deepest} folders`,
    {
      hint: 'Check that it is the right folder, and that .helmignore leaves out what is no part of the chart.',
    },
  );
}
