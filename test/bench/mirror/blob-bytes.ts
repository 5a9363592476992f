import { createCipheriv, createHash } from 'node:crypto';

/** A blob of a set: its bytes follow from `id` and `size`, so that gigabytes need neither memory nor disk. */
export interface Blob {
  readonly digest: string;
  readonly size: number;
  /** Undefined for a config, which is kept as it is. */
  readonly id?: number;
  readonly bytes?: Uint8Array;
}

const poolBytes = 8_388_608;
const headBytes = 32;
/** What cannot be compressed, and is the same on every machine: AES in counter mode over zeros. */
const pool = createCipheriv('aes-128-ctr', Buffer.from('bench of mirrors'), Buffer.alloc(16)).update(
  Buffer.alloc(poolBytes),
);

/**
 * A layer: a head of its own, then the pool from a place of its own, round and round. The head begins as gzip does, because some
 * programs compress a layer that does not.
 * @param size in bytes, 32 at least
 */
export function layer(id: number, size: number): Blob {
  const hash = createHash('sha256');
  for (const piece of pieces(id, size)) hash.update(piece);
  return { digest: `sha256:${hash.digest('hex')}`, size, id };
}

/** A small blob that is kept. */
export function small(text: string): Blob {
  const bytes = Buffer.from(text);
  return { digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`, size: bytes.length, bytes };
}

/** The bytes of a blob in pieces of at most a megabyte. */
export function* piecesOf(blob: Blob): Generator<Uint8Array, void, undefined> {
  if (blob.bytes) yield blob.bytes;
  else if (blob.id !== undefined) yield* pieces(blob.id, blob.size);
}

function* pieces(id: number, size: number): Generator<Uint8Array, void, undefined> {
  const head = Buffer.alloc(headBytes);
  head.set([0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 3]);
  head.writeDoubleBE(id, 16);
  yield head;
  let at = (id * 7919) % poolBytes;
  for (let left = size - headBytes; left > 0; ) {
    const length = Math.min(left, poolBytes - at, 1_048_576);
    yield pool.subarray(at, at + length);
    left -= length;
    at = (at + length) % poolBytes;
  }
}
