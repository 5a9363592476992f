import { randomUUID } from 'node:crypto';
import type { BlobStore, BlobWriter } from '../store/blob-store.ts';
import { Refusal } from './refusal.ts';

/** An upload between its POST and its PUT. */
export interface UploadSession {
  readonly id: string;
  readonly repository: string;
  readonly writer: BlobWriter;
  /** The end that PATCH answers report; see {@link UploadSessions.reportedEnd}. */
  firstEnd: number | undefined;
  /** A body is being taken in. */
  busy: boolean;
}

/** The open uploads of one registry. They live in memory: a restart ends them, and a client has to begin again. */
export class UploadSessions {
  readonly #blobs: BlobStore;
  readonly #sessions = new Map<string, UploadSession>();

  constructor(blobs: BlobStore) {
    this.#blobs = blobs;
  }

  async begin(repository: string): Promise<UploadSession> {
    const session = {
      id: randomUUID(),
      repository,
      writer: await this.#blobs.begin(),
      firstEnd: undefined,
      busy: false,
    };
    this.#sessions.set(session.id, session);
    return session;
  }

  /** The session; throws `BLOB_UPLOAD_UNKNOWN` when it ended, never was, or belongs to another repository. */
  get(repository: string, id: string): UploadSession {
    const session = this.#sessions.get(id);
    if (session?.repository === repository) return session;
    throw new Refusal(404, 'BLOB_UPLOAD_UNKNOWN', 'Upload not found');
  }

  /**
   * Takes a chunk. It must begin where the last one ended; without a Content-Range it begins at 0, so a retry into a session
   * that has bytes already is refused (416), as ECR does (GoogleContainerTools/kaniko#607).
   */
  async append(session: UploadSession, source: AsyncIterable<unknown>, range: string | undefined): Promise<void> {
    if (session.busy) throw new Refusal(400, 'BLOB_UPLOAD_INVALID', 'Another part of this upload is being received');
    const start = range === undefined ? 0 : Number(/^(?:bytes )?(\d+)-/.exec(range)?.[1] ?? Number.NaN);
    if (start !== session.writer.size) {
      const message = `First byte of the layer part is ${start} instead of ${session.writer.size}`;
      throw new Refusal(416, 'BLOB_UPLOAD_INVALID', message, { range: `0-${Math.max(0, session.writer.size - 1)}` });
    }
    session.busy = true;
    try {
      await session.writer.append(source);
    } finally {
      session.busy = false;
    }
  }

  /** What PATCH reports as received: after the first chunk ECR stops counting (aws/containers-roadmap#2831). */
  reportedEnd(session: UploadSession): number {
    session.firstEnd ??= Math.max(0, session.writer.size - 1);
    return session.firstEnd;
  }

  /** Ends the session by keeping its content under the digest; throws `DIGEST_INVALID` when it has another. Returns the size. */
  async commit(session: UploadSession, digest: string): Promise<number> {
    this.#sessions.delete(session.id);
    const { size } = session.writer;
    if (await session.writer.commit(digest)) return size;
    throw new Refusal(400, 'DIGEST_INVALID', `The digest of the uploaded layer is not the provided digest '${digest}'`);
  }

  async abort(session: UploadSession): Promise<void> {
    this.#sessions.delete(session.id);
    await session.writer.abort();
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.#sessions.values()].map((session) => this.abort(session)));
  }
}
