import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { BlobStore, BlobWriter } from './blob-store.ts';
import { sha256 } from './sha256.ts';

/** How much a stream of stored bytes hands over at a time. */
const chunkSize = 64 * 1024;

/** A {@link BlobStore} in this process's memory: as large as what is pushed, gone when the sandbox closes. */
export function memoryBlobs(): BlobStore {
  const contents = new Map<string, Uint8Array>();
  const content = (digest: string): Uint8Array => {
    const bytes = contents.get(digest);
    if (!bytes) throw new Error(`There is no content ${digest}`);
    return bytes;
  };
  return {
    size: async (digest) => contents.get(digest)?.byteLength,
    open: (digest, start, end) =>
      Readable.from(slices(content(digest).subarray(start, end + 1)), { objectMode: false }),
    read: async (digest) => Buffer.from(content(digest)),
    put: async (bytes) => {
      const digest = sha256(bytes);
      contents.set(digest, bytes);
      return digest;
    },
    begin: async () => memoryWriter((digest, bytes) => contents.set(digest, bytes)),
    close: async () => contents.clear(),
  };
}

function* slices(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += chunkSize) yield bytes.subarray(at, at + chunkSize);
}

function memoryWriter(keep: (digest: string, bytes: Uint8Array) => void): BlobWriter {
  const hash = createHash('sha256');
  let chunks: Buffer[] = [];
  let size = 0;
  return {
    get size() {
      return size;
    },
    append: async (source) => {
      for await (const chunk of source) {
        if (!Buffer.isBuffer(chunk)) throw new Error('A body chunk is not a buffer');
        hash.update(chunk);
        chunks.push(chunk);
        size += chunk.length;
      }
    },
    commit: async (digest) => {
      const matches = `sha256:${hash.digest('hex')}` === digest;
      if (matches) keep(digest, Buffer.concat(chunks));
      chunks = [];
      return matches;
    },
    abort: async () => {
      chunks = [];
    },
  };
}
