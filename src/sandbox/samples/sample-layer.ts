import { createCipheriv, createHash } from 'node:crypto';
import { gzipSync } from 'fflate';
import { packTar } from 'modern-tar';
import { sha256 } from '../store/sha256.ts';

/** A file of a layer. Content: a text, or a number of bytes that look random and are the same everywhere. */
export interface SampleFile {
  readonly path: string;
  readonly content: string | number;
  readonly mode?: number;
}

/** A layer with its two digests: of the compressed blob and, for the config's `diff_ids`, of the tar. */
export interface SampleLayer {
  readonly bytes: Uint8Array;
  readonly digest: string;
  readonly diffId: string;
  /** What the image's history says made it. */
  readonly createdBy: string;
  /** Put behind its media type: `+encrypted`. */
  readonly suffix?: string;
}

/** All files of all layers are this old. */
const modified = new Date('2023-11-01T00:00:00Z');

/**
 * Builds a layer whose bytes depend on nothing but the arguments: fixed order, owner and times, and a gzip made by fflate
 * (Node's zlib differs between CPUs). Nothing is deflated (level 0): random bytes do not shrink, and the sandbox should start
 * at once.
 */
export async function sampleLayer(createdBy: string, files: readonly SampleFile[]): Promise<SampleLayer> {
  const tar = await packTar(
    files.map(({ path, content, mode }) => {
      const body = typeof content === 'string' ? Buffer.from(content) : sampleBytes(path, content);
      const owner = { uid: 0, gid: 0, uname: 'root', gname: 'root' };
      const header = {
        name: path,
        size: body.byteLength,
        mode: mode ?? 0o644,
        mtime: modified,
        type: 'file',
        ...owner,
      } as const;
      return { header, body };
    }),
  );
  return packedLayer(createdBy, tar);
}

/** A layer of which the archive is made already, well or badly. */
export function packedLayer(createdBy: string, archive: Uint8Array): SampleLayer {
  const bytes = gzipSync(archive, { level: 0, mtime: 0 });
  return { bytes, digest: sha256(bytes), diffId: sha256(archive), createdBy };
}

/** AES-CTR of zeros: as good as random, and the same on every machine. */
function sampleBytes(seed: string, size: number): Buffer {
  const key = createHash('sha256').update(seed).digest().subarray(0, 16);
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(size));
}
