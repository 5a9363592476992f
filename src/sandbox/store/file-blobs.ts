import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobStore, BlobWriter } from './blob-store.ts';
import { sha256 } from './sha256.ts';

/**
 * A {@link BlobStore} in a folder: `blobs/sha256/<hex>` and, for what is on its way in, `uploads/<random>`. A file gets its
 * final name by a rename when it is complete and its digest is known, so a process killed at any moment leaves whole blobs
 * only. Files are not flushed to the disk: what survives is the death of the process, not of the machine.
 */
export async function fileBlobs(folder: string): Promise<BlobStore> {
  const blobs = join(folder, 'blobs', 'sha256');
  const uploads = join(folder, 'uploads');
  // The folder is ours alone here (owner file), so what lies in uploads/ was left by a process that died.
  await rm(uploads, { recursive: true, force: true });
  await mkdir(blobs, { recursive: true });
  await mkdir(uploads, { recursive: true });
  const place = (digest: string): string => join(blobs, digest.slice('sha256:'.length));
  return {
    size: async (digest) => {
      const found = await stat(place(digest)).catch(absent);
      return found?.size;
    },
    open: (digest, start, end) => createReadStream(place(digest), { start, end }),
    read: (digest) => readFile(place(digest)),
    put: async (bytes) => {
      const digest = sha256(bytes);
      const temporary = join(uploads, randomUUID());
      await writeFile(temporary, bytes, { mode: 0o600 });
      await settle(temporary, place(digest));
      return digest;
    },
    begin: () => fileWriter(join(uploads, randomUUID()), place),
    close: () => rm(uploads, { recursive: true, force: true }),
  };
}

/** Gives a complete file its final name. The same content may be there already, perhaps open for reading: then it stays. */
async function settle(temporary: string, place: string): Promise<void> {
  if (await stat(place).catch(absent)) return rm(temporary);
  await rename(temporary, place);
}

function absent(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}

async function fileWriter(temporary: string, place: (digest: string) => string): Promise<BlobWriter> {
  const hash = createHash('sha256');
  const file: FileHandle = await open(temporary, 'wx', 0o600);
  let size = 0;
  const abort = async (): Promise<void> => {
    await file.close();
    await rm(temporary, { force: true });
  };
  return {
    get size() {
      return size;
    },
    append: async (source) => {
      for await (const chunk of source) {
        if (!Buffer.isBuffer(chunk)) throw new Error('A body chunk is not a buffer');
        hash.update(chunk);
        await file.writeFile(chunk);
        size += chunk.length;
      }
    },
    commit: async (digest) => {
      if (`sha256:${hash.digest('hex')}` !== digest) {
        await abort();
        return false;
      }
      await file.close();
      await settle(temporary, place(digest));
      return true;
    },
    abort,
  };
}
