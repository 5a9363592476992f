import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { HttpBody } from '#registry';
import { DeadBuffers } from '../dead-buffers.ts';
import { fileTrouble, isNothing, layoutTrouble } from './layout-trouble.ts';
import { syncFolder } from './sync-folder.ts';

const chunkBytes = 262_144;

/** How a blob came in: it is there, or its bytes are not those that the digest names. */
export type Stored = 'stored' | 'other-bytes';

/** The blobs of a layout: a file each, named by its digest (OCI image specification, image-layout.md, "Blobs"). */
export class LayoutBlobs {
  readonly #folder: string;
  /** Folders with names that the disk may not have kept yet. */
  readonly #unsettled = new Set<string>();
  readonly #buffers = new DeadBuffers();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * The size of a blob in bytes, or undefined when there is none.
   * @param digest well-formed: a file's name is made of it
   * @throws ReleaseError `layout-unusable`, also for a link, which would lead out of the layout
   */
  async size(digest: string): Promise<number | undefined> {
    try {
      if (!(await this.#isFolder('blobs')) || !(await this.#isFolder(path.join('blobs', algorithmOf(digest)))))
        return undefined;
      const found = await lstat(this.#place(digest));
      if (found.isFile()) return found.size;
    } catch (error) {
      if (isNothing(error)) return undefined;
      throw fileTrouble(this.#folder, 'read', error);
    }
    throw this.#noFile(this.#place(digest));
  }

  /** The bytes of a blob, read as they are asked for. */
  async *read(digest: string): AsyncGenerator<Uint8Array, void, undefined> {
    let file: FileHandle | undefined;
    try {
      file = await open(this.#place(digest), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
      for (;;) {
        const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(chunkBytes), 0, chunkBytes, null);
        if (bytesRead === 0) return;
        this.#buffers.add(chunkBytes);
        yield buffer.subarray(0, bytesRead);
      }
    } catch (error) {
      throw fileTrouble(this.#folder, 'read', error);
    } finally {
      await file?.close();
    }
  }

  /**
   * Keeps a blob, whole or not at all, also when the machine stops in the middle.
   * @throws ReleaseError `layout-unusable`; what the source of the bytes throws; the signal's reason
   */
  async write(digest: string, body: HttpBody, signal?: AbortSignal): Promise<Stored> {
    if ((await this.size(digest)) !== undefined) {
      await drain(body, signal);
      return 'stored';
    }
    // Beside the blobs' folder, so that a rename stays on one disk and no reader takes it for a blob.
    const part = path.join(this.#folder, `.part-${randomBytes(8).toString('hex')}`);
    const hash = createHash(algorithmOf(digest));
    try {
      const file = await open(part, 'wx').catch((error) => {
        throw fileTrouble(this.#folder, 'written', error);
      });
      try {
        for await (const chunk of chunksOf(body)) {
          signal?.throwIfAborted();
          hash.update(chunk);
          await this.#writing(() => file.writeFile(chunk));
        }
        await this.#writing(() => file.sync());
      } finally {
        await file.close();
      }
      if (`${algorithmOf(digest)}:${hash.digest('hex')}` !== digest) return 'other-bytes';
      await this.#writing(() => this.#keep(part, digest));
      return 'stored';
    } finally {
      await rm(part, { force: true });
    }
  }

  /** Has the disk keep the names of all blobs so far: before anything names them. */
  async settle(): Promise<void> {
    const folders = [...this.#unsettled];
    this.#unsettled.clear();
    await Promise.all(folders.map(syncFolder));
  }

  /** Makes the folders that blobs are kept in. */
  async prepare(): Promise<void> {
    await this.#writing(() => mkdir(path.join(this.#folder, 'blobs', 'sha256'), { recursive: true }));
    await this.requireFolders();
  }

  /** @throws ReleaseError `layout-unusable` where something else has a name that blobs are kept under */
  async requireFolders(): Promise<void> {
    if (await this.#isFolder('blobs')) await this.#isFolder(path.join('blobs', 'sha256'));
  }

  async #keep(part: string, digest: string): Promise<void> {
    const place = this.#place(digest);
    await mkdir(path.dirname(place), { recursive: true });
    await rename(part, place);
    this.#unsettled.add(path.dirname(place));
  }

  async #writing<T>(task: () => Promise<T>): Promise<T> {
    try {
      return await task();
    } catch (error) {
      throw fileTrouble(this.#folder, 'written', error);
    }
  }

  /** Whether a folder of the layout is there, as a folder of its own and no link to another one. */
  async #isFolder(name: string): Promise<boolean> {
    const place = path.join(this.#folder, name);
    const found = await lstat(place).catch((error) => {
      if (isNothing(error)) return undefined;
      throw fileTrouble(this.#folder, 'read', error);
    });
    if (found && !found.isDirectory()) throw this.#noFile(place);
    return found !== undefined;
  }

  #place(digest: string): string {
    return path.join(this.#folder, 'blobs', algorithmOf(digest), digest.slice(digest.indexOf(':') + 1));
  }

  #noFile(place: string): Error {
    const name = path.relative(this.#folder, place).split(path.sep).join('/');
    const hint = 'A link could lead out of the layout. Copy the layout with what its links point to.';
    return layoutTrouble(this.#folder, `has ${name} as a link or something else that holds no content`, hint);
  }
}

function algorithmOf(digest: string): string {
  return digest.slice(0, digest.indexOf(':'));
}

async function* chunksOf(body: HttpBody): AsyncGenerator<Uint8Array, void, undefined> {
  if (body instanceof Uint8Array) yield body;
  else yield* body.chunks;
}

/** What is there already is read away all the same: its sender counts and verifies what is taken. */
async function drain(body: HttpBody, signal: AbortSignal | undefined): Promise<void> {
  for await (const _ of chunksOf(body)) signal?.throwIfAborted();
}
