import type { Readable } from 'node:stream';

/**
 * Content by its digest (`sha256:<64 hex>`), shared by all registries of a sandbox: which repository may show it is the registries'
 * business. Nothing is ever removed.
 */
export interface BlobStore {
  /** Bytes, or undefined when there is no such content. */
  size(digest: string): Promise<number | undefined>;
  /** The bytes from `start` to `end`, both inclusive. */
  open(digest: string, start: number, end: number): Readable;
  read(digest: string): Promise<Buffer>;
  /** Stores what is in memory already (manifests, samples); returns its digest. */
  put(bytes: Uint8Array): Promise<string>;
  /** Starts taking in content whose digest is not known yet. */
  begin(): Promise<BlobWriter>;
  /** Drops what was begun and not committed. */
  close(): Promise<void>;
}

/** Content on its way in, hashed as it comes. Appends must not overlap. */
export interface BlobWriter {
  /** Bytes taken so far. */
  readonly size: number;
  append(source: AsyncIterable<unknown>): Promise<void>;
  /** Keeps the content if it has this digest, else drops it and returns false. */
  commit(digest: string): Promise<boolean>;
  abort(): Promise<void>;
}
