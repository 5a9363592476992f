import type { ReleaseError } from '#problem';
import { type BaseEntries, type BaseEntry, entryAt, foldersAbove, mostParts } from './base-entries.ts';

/** A folder that an added file is in: with the permissions and the owner that it has in the base. */
interface PlacedFolder {
  /** Absolute, in the image. */
  readonly path: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** Where added files come to lie in one image. */
export interface Placement {
  /** Absolute, one for each file, in the order of the files; their folders are no links. */
  readonly places: readonly string[];
  /** All folders above the files. */
  readonly folders: readonly PlacedFolder[];
}

/** What an image can be asked: what it has at a place, or undefined for nothing. */
export type Lookup = (path: string) => BaseEntry | undefined;

/** As many links as Linux follows on one path. */
export const mostLinks = 40;
/** Mounted over when a container starts. */
const mounted: ReadonlySet<string> = new Set(['proc', 'sys', 'dev']);

/** Names that a link leads to and that were not looked at yet. */
export class UnknownNames extends Error {
  readonly names: readonly string[];

  constructor(names: readonly string[]) {
    super(`not looked at yet: ${names.join(', ')}`);
    this.name = 'UnknownNames';
    this.names = names;
  }
}

/**
 * What an image has, as far as its layers were looked at.
 * @param layers from the lowest up: all entries that consist of these names
 * @param names that the layers were read for
 * @param fail makes the error to throw from the reason
 */
export function lookupIn(
  layers: readonly BaseEntries[],
  names: ReadonlySet<string>,
  fail: (why: string) => ReleaseError,
): Lookup {
  return (path) => {
    const parts = path.split('/');
    // Nothing was kept of what is deeper, so a link there would not be seen.
    if (parts.length > mostParts) throw fail(`files would be added more than ${mostParts} folders deep`);
    const unknown = parts.filter((name) => !names.has(name));
    if (unknown.length > 0) throw new UnknownNames(unknown);
    return entryAt(layers, path);
  };
}

/**
 * Finds where files come to lie in an image. Each layer is unpacked on its own and then laid over the others: a layer with `bin/run.sh` makes
 * a folder of `/bin`, even where the base has a link there, and without an entry of its own `/tmp` gets the permissions of a new folder. So
 * links are followed here, and each folder is written as the base has it.
 * @param layers of the base, from the lowest up: all entries that consist of these names
 * @param names that the layers were read for
 * @param fail makes the error to throw from the reason
 * @throws UnknownNames when the layers have to be read for more names
 */
export function placementOf(
  files: readonly string[],
  layers: readonly BaseEntries[],
  names: ReadonlySet<string>,
  fail: (why: string) => ReleaseError,
): Placement {
  const lookup = lookupIn(layers, names, fail);
  const places = files.map((file) => placeOf(file, lookup, fail));
  const folders = new Map<string, PlacedFolder>();
  for (const path of places.flatMap(foldersAbove)) {
    const { mode, uid, gid } = lookup(path) ?? { mode: 0o755, uid: 0, gid: 0 };
    folders.set(path, { path: `/${path}`, mode, uid, gid });
  }
  return {
    places: places.map((path) => `/${path}`),
    folders: [...folders.keys()].sort().flatMap((path) => folders.get(path) ?? []),
  };
}

function placeOf(file: string, lookup: Lookup, fail: (why: string) => ReleaseError): string {
  const parts = partsOf(file);
  const name = parts.pop() ?? '';
  const folder = resolved(parts, lookup);
  if (typeof folder === 'string') throw fail(`${file} cannot be added: ${folder}`);
  const place = [...folder, name].join('/');
  if (mounted.has(folder[0] ?? name)) throw fail(`${file} cannot be added: /${folder[0] ?? name} is the kernel's`);
  // A link to a file is replaced; one to a folder is as good as the folder.
  const leadsTo = resolved([...folder, name], lookup);
  const isFolder = typeof leadsTo !== 'string' && lookup(leadsTo.join('/'))?.kind === 'directory';
  if (isFolder || leadsTo.length === 0) throw fail(`${file} cannot be added: it is a folder`);
  return place;
}

/** Where a path of folders leads, within the image; or what is wrong with it. */
export function resolved(path: readonly string[], lookup: Lookup): string[] | string {
  const left = [...path];
  let at: string[] = [];
  let links = 0;
  for (let name = left.shift(); name !== undefined; name = left.shift()) {
    if (name === '..') {
      // Of the root, that is the root.
      at.pop();
      continue;
    }
    const here = [...at, name];
    const entry = lookup(here.join('/'));
    if (entry?.kind === 'symlink') {
      if (++links > mostLinks) return `/${here.join('/')} leads from link to link`;
      const target = entry.linkTarget ?? '';
      if (target.startsWith('/')) at = [];
      left.unshift(...partsOf(target));
    } else if (entry && entry.kind !== 'directory') {
      return `/${here.join('/')} is no folder`;
    } else {
      at = here;
    }
  }
  return at;
}

export function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}
