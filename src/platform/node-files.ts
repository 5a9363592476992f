import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Files, TreeEntry } from '#jobs';
import { ReleaseError } from '#problem';
import { codeOf } from './error-code.ts';
import { folderTree, notReadable } from './folder-tree.ts';
import { replaceFile } from './replace-file.ts';

/** A release folder has dozens of files; a folder with more than this was named by mistake (a home directory, a disk). */
const maxListed = 20_000;
/** Larger than any release file, and small enough to read. */
const maxFileBytes = 67_108_864;

/** Files of this machine, named relative to a folder (the working directory). */
export class NodeFiles implements Files {
  readonly #base: string;

  constructor(base: string) {
    this.#base = base;
  }

  async read(file: string): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    let size = 0;
    // Counted as it comes: a pipe or a device (/dev/stdin) has no size.
    for await (const chunk of this.stream(file)) {
      size += chunk.length;
      if (size > maxFileBytes) throw new ReleaseError('text-too-large', `${file} has more than ${maxFileBytes} bytes`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }

  async *stream(file: string): AsyncGenerator<Uint8Array> {
    const stream = createReadStream(path.resolve(this.#base, file));
    try {
      yield* stream;
    } catch (error) {
      throw notReadable(file, error);
    } finally {
      stream.destroy();
    }
  }

  async write(file: string, text: string): Promise<void> {
    await this.#put(file, text);
  }

  async writeBytes(file: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    await this.#put(file, bytes);
  }

  async #put(file: string, content: string | AsyncIterable<Uint8Array>): Promise<void> {
    try {
      const stream = standardStream(file);
      // Where the shell sends it to a file, that one is not replaced either.
      if (stream) return await finished(stream, content);
      const named = path.resolve(this.#base, file);
      // A link stays a link: what it points to is written.
      const place = await realpath(named).catch(() => named);
      const there = await stat(place).catch(() => undefined);
      // A device or a pipe (/dev/stderr) can't be replaced by a file of the same name, only written to.
      if (there && !there.isFile()) await writeFile(place, content);
      else await replaceFile(place, content);
    } catch (error) {
      // What the bytes are made of has its own trouble; so has who stopped it.
      if (typeof content !== 'string' && (ReleaseError.is(error) || codeOf(error) === undefined)) throw error;
      throw new ReleaseError('file-not-writable', `${file} cannot be written (${codeOf(error) ?? error})`, {
        hint: 'Name a place that can be written to, or free the disk.',
        cause: error,
      });
    }
  }

  tree(folder: string, isLeftOut: (path: string, isFolder: boolean) => boolean): Promise<readonly TreeEntry[]> {
    return folderTree(path.resolve(this.#base, folder), folder, isLeftOut);
  }

  async temporary<T>(use: (folder: string) => Promise<T>): Promise<T> {
    // Made for its owner alone (mkdtemp: 0700).
    const folder = await mkdtemp(path.join(tmpdir(), 'marketplace-release-'));
    try {
      return await use(forward(folder));
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    }
  }

  async list(folder: string): Promise<string[]> {
    const found: string[] = [];
    const visit = async (below: string): Promise<void> => {
      const entries = await readdir(path.resolve(this.#base, folder, below), { withFileTypes: true }).catch(() => []);
      // An image layout has a file for each blob, and none of a release.
      if (entries.some(({ name }) => name === 'oci-layout')) return;
      for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
        if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
        if (found.length >= maxListed) {
          throw new ReleaseError('text-too-large', `${folder} holds more than ${maxListed} files`, {
            hint: 'Name the release files, or put marketplace.yaml into their own folder.',
          });
        }
        const name = below === '' ? entry.name : `${below}/${entry.name}`;
        if (entry.isDirectory()) await visit(name);
        else if (entry.isFile() || entry.isSymbolicLink()) found.push(name);
      }
    };
    await visit('');
    return found;
  }

  async kindOf(name: string): Promise<'file' | 'folder' | 'stream' | undefined> {
    if (standardStream(name)) return 'stream';
    const found = await stat(path.resolve(this.#base, name)).catch(() => undefined);
    if (!found) return undefined;
    if (found.isDirectory()) return 'folder';
    return found.isFile() ? 'file' : 'stream';
  }

  async real(name: string): Promise<string> {
    return forward(await realPlace(path.resolve(this.#base, name)));
  }

  absolute(name: string): string {
    return forward(path.resolve(this.#base, name));
  }

  /** From the working directory, unless that takes more steps up than the whole name is long. */
  displayed(absolute: string): string {
    const relative = forward(path.relative(this.#base, absolute)) || '.';
    return relative.startsWith('../') && relative.length > absolute.length ? absolute : relative;
  }
}

/** Of what is not there, the nearest folder that is: the folder of something missing may itself be behind a link. */
async function realPlace(place: string): Promise<string> {
  const real = await realpath(place).catch(() => undefined);
  const parent = path.dirname(place);
  if (real !== undefined || parent === place) return real ?? place;
  return path.join(await realPlace(parent), path.basename(place));
}

function standardStream(name: string): NodeJS.WriteStream | undefined {
  if (name === '/dev/stdout') return process.stdout;
  return name === '/dev/stderr' ? process.stderr : undefined;
}

async function finished(stream: NodeJS.WriteStream, content: string | AsyncIterable<Uint8Array>): Promise<void> {
  const put = (piece: string | Uint8Array) =>
    new Promise<void>((done, failed) => void stream.write(piece, (error) => (error ? failed(error) : done())));
  if (typeof content === 'string') return put(content);
  for await (const piece of content) await put(piece);
}

function forward(name: string): string {
  return path.sep === '/' ? name : name.replaceAll(path.sep, '/');
}
