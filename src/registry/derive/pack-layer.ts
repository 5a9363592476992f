import { gzipSync } from 'fflate';
import { ReleaseError } from '#problem';
import { digestOf } from '../content/sha256.ts';
import { type TarFile, type TarFolder, tarOf } from './tar-of.ts';

/** A layer that is put on top of an image. */
export interface PackedLayer {
  /** As a registry gets it: tar and gzip. */
  readonly bytes: Uint8Array;
  readonly digest: string;
  /** The digest of the tar, for the config's `diff_ids`. */
  readonly diffId: string;
  /** Where its files come to lie, in their order in the archive. */
  readonly paths: readonly string[];
}

/**
 * Packs files, and the folders that they are in, as a layer whose bytes depend on nothing but these: not on time, machine, or the order that they are given in. Level and
 * memory of the compression are part of the frozen form; fflate has the same output on every machine, Node's zlib does not.
 * @throws ReleaseError `derive-impossible` for a name that means something else in a layer, or one that is there twice
 */
export function packLayer(files: readonly TarFile[], folders: readonly TarFolder[]): PackedLayer {
  const names = new Set<string>();
  for (const { path } of files) {
    const parts = path.replace(/^\//, '').split('/');
    // OCI image specification, layer.md: `.wh.` hides what is below.
    if (parts.some((part) => part === '' || part === '.' || part === '..' || part.startsWith('.wh.')))
      throw new ReleaseError('derive-impossible', `${path} is no name for a file that is added to an image`);
    const name = parts.join('/');
    if (names.has(name)) throw new ReleaseError('derive-impossible', `/${name} is added to an image twice`);
    names.add(name);
  }
  const both = folders.find(({ path }) => names.has(path.replace(/^\//, '')));
  if (both) throw new ReleaseError('derive-impossible', `${both.path} cannot be both a file and a folder in an image`);
  const tar = tarOf(files, folders);
  const bytes = gzipSync(tar, { level: 6, mem: 8, mtime: 0 });
  return { bytes, digest: digestOf(bytes), diffId: digestOf(tar), paths: [...names].sort().map((name) => `/${name}`) };
}
