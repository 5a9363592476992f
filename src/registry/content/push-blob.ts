import { ReleaseError } from '#problem';
import type { RegistrySession } from '../session.ts';
import { hasBlobOnce, putBlob, startUpload, uploadTurn } from './blobs.ts';
import { hasherFor } from './sha256.ts';

/** A blob that is made here. */
export interface OwnBlob {
  readonly digest: string;
  /** bytes */
  readonly size: number;
  /** The same bytes each time: a try that failed begins again. */
  open(): AsyncIterable<Uint8Array>;
}

/**
 * Brings a blob that is made here to a repository that does not have it, streaming: its content is never whole in memory.
 * @param progress bytes that are on their way so far; falls back to 0 when a try starts over
 * @returns whether it was sent; false where the repository has it already
 * @throws ReleaseError `digest-mismatch` when other bytes come than its digest says, and what requests throw
 */
export async function pushBlob(
  session: RegistrySession,
  repository: string,
  blob: OwnBlob,
  progress: (bytes: number) => void = () => undefined,
  signal?: AbortSignal,
): Promise<boolean> {
  return session.retrying(async () => {
    progress(0);
    // Also on a further try: the upload may have been finished although its answer was lost.
    if (await hasBlobOnce(session, repository, blob.digest, signal)) return false;
    // Before anything is made: a body that waits would hold its memory.
    await uploadTurn(session, repository, signal);
    const upload = await startUpload(session, repository, signal);
    const chunks = verified(blob, progress);
    await putBlob(session, repository, upload, blob.digest, { length: blob.size, chunks }, signal);
    return true;
  }, signal);
}

async function* verified(
  blob: OwnBlob,
  progress: (bytes: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { hash, digest } = hasherFor(blob.digest);
  let length = 0;
  for await (const chunk of blob.open()) {
    if (chunk.length === 0) continue;
    length += chunk.length;
    if (length > blob.size) throw otherBytes(blob);
    hash.update(chunk);
    // The last bytes are held back until the digest is known, so that a wrong blob can never become complete.
    if (length === blob.size && digest() !== blob.digest) throw otherBytes(blob);
    progress(length);
    yield chunk;
  }
  if (length < blob.size) throw otherBytes(blob);
}

function otherBytes({ digest }: OwnBlob): ReleaseError {
  return new ReleaseError('digest-mismatch', `Other bytes were made for ${digest} than before`, {
    hint: 'What it is made of has changed meanwhile. Run the same command again.',
  });
}
