import { ReleaseError } from '#problem';
import type { RegistryAccess } from '../access.ts';
import type { RegistrySession } from '../session.ts';
import { type HttpResponse, NetworkError } from '../transport/http.ts';
import type { Limiter } from '../transport/limiter.ts';
import { hasBlobOnce, openBlob, putBlob, startUpload, uploadTurn } from './blobs.ts';
import { damagedLayout } from './damaged-layout.ts';
import { inMemory } from './in-memory.ts';
import { hasherFor } from './sha256.ts';

const maxSmallBytes = 1_048_576;

export interface BlobCopy {
  readonly source: {
    readonly session: RegistrySession;
    readonly repository: string;
    /** Blobs that are at hand, by digest: they are not asked for. */
    readonly made?: ReadonlyMap<string, Uint8Array>;
  };
  readonly target: { readonly session: RegistrySession; readonly repository: string };
  readonly blob: { readonly digest: string; readonly size: number };
  /** Bounds blobs on their way at the same time: held while bytes move, not while a next try is waited for. */
  readonly transfers: Limiter;
  /** Told how many bytes of this blob are on their way so far; falls back to 0 when a try starts over. */
  readonly progress: (bytes: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Streams a blob from one registry to another without keeping it: hashed on the way, never more than some chunks in memory.
 * A failed try is repeated as a pair, new source stream and new upload session, because a stream can't be replayed and a used
 * session can't be trusted (google/go-containerregistry#431).
 * @throws ReleaseError `digest-mismatch`, `content-missing`, and what requests throw
 */
export async function copyBlob(copy: BlobCopy): Promise<void> {
  const { target, blob, transfers, signal } = copy;
  await target.session.retrying(async (attempt) => {
    copy.progress(0);
    // A registry may have finished the upload although its answer was lost, or took longer than anyone waits.
    if (attempt > 1 && (await hasBlobOnce(target.session, target.repository, blob.digest, signal))) return;
    await transfers.run(() => transfer(copy), signal);
  }, signal);
}

async function transfer({ source, target, blob, progress, signal }: BlobCopy): Promise<void> {
  const name = `${blob.digest} of ${source.repository} at ${source.session.registry}`;
  // Before the source is opened: a connection that nobody reads from would not outlast the wait.
  await uploadTurn(target.session, target.repository, signal);
  const begin = () => startUpload(target.session, target.repository, signal);
  const held = source.made?.get(blob.digest);
  const open = async () => (held ? inMemory(held) : openBlob(source.session, source.repository, blob.digest, signal));
  const [upload, response] = isSmallBlob(blob) ? await together(begin(), open()) : [await begin(), await open()];
  try {
    const chunks = verified(response.body, blob, progress, source.session.access, name);
    await putBlob(target.session, target.repository, upload, blob.digest, { length: blob.size, chunks }, signal);
  } finally {
    response.discard();
  }
}

type Opened = Pick<HttpResponse, 'body' | 'discard'>;

/** Of a small blob the round trips are what takes time, not the bytes. */
export function isSmallBlob({ size }: { readonly size: number }): boolean {
  return size <= maxSmallBytes;
}

/** Both, or the first one's failure before the other's; an answer that nobody will read is given up. */
async function together<T>(beginning: Promise<T>, opening: Promise<Opened>): Promise<[T, Opened]> {
  const [begun, opened] = await Promise.allSettled([beginning, opening]);
  if (begun.status === 'rejected') {
    if (opened.status === 'fulfilled') opened.value.discard();
    throw begun.reason;
  }
  if (opened.status === 'rejected') throw opened.reason;
  return [begun.value, opened.value];
}

async function* verified(
  body: AsyncIterable<Uint8Array>,
  blob: { readonly digest: string; readonly size: number },
  progress: (bytes: number) => void,
  { registry, layout }: RegistryAccess,
  name: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { hash, digest } = hasherFor(blob.digest);
  let length = 0;
  for await (const chunk of ofSource(body, registry)) {
    if (chunk.length === 0) continue;
    length += chunk.length;
    if (length > blob.size) throw wrongSize(name, blob.size);
    hash.update(chunk);
    progress(length);
    // The last bytes are held back until the digest is known, so that a wrong blob can never become complete.
    if (length === blob.size && digest() !== blob.digest) {
      throw new ReleaseError('digest-mismatch', `Other bytes came for ${name}`, {
        hint: 'The source registry or something on the way changed the content. Nothing of it was kept.',
      });
    }
    yield chunk;
  }
  if (length < blob.size) {
    if (layout !== undefined)
      throw damagedLayout(layout, `has ${length} of ${blob.size} bytes of the blob ${blob.digest}`);
    throw new NetworkError('cut-short', `${name} ended after ${length} of ${blob.size} bytes`, undefined, registry);
  }
  if (blob.size === 0 && digest() !== blob.digest) throw new ReleaseError('digest-mismatch', `${name} is empty`);
}

/** A manifest that is wrong about a blob's size will be wrong the next time too. */
function wrongSize(name: string, size: number): ReleaseError {
  return new ReleaseError('manifest-malformed', `The manifest gives ${size} bytes for ${name}; the registry has more`, {
    hint: 'Push the image again with a current tool.',
  });
}

/** Trouble while reading is the source's, although the upload is what waits for it. */
async function* ofSource(
  body: AsyncIterable<Uint8Array>,
  registry: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* body;
  } catch (error) {
    if (!(error instanceof NetworkError) || error.registry !== undefined) throw error;
    throw new NetworkError(error.kind, error.message, error, registry);
  }
}
