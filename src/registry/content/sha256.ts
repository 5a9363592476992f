import { createHash, type Hash } from 'node:crypto';

/** The digest of bytes at hand, by sha256. */
export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** The digest of a text that comes in pieces, as UTF-8. */
export function digestOfText(pieces: Iterable<string>): string {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece, 'utf8');
  return `sha256:${hash.digest('hex')}`;
}

/** The digest of bytes at hand, by the algorithm that another digest names. */
export function digestLike(digest: string, bytes: Uint8Array): string {
  const hasher = hasherFor(digest);
  hasher.hash.update(bytes);
  return hasher.digest();
}

/** A running hash for the algorithm that a digest names. Only algorithms that `isDigest` knows come here. */
export function hasherFor(digest: string): { readonly hash: Hash; readonly digest: () => string } {
  const algorithm = digest.slice(0, digest.indexOf(':'));
  const hash = createHash(algorithm);
  return { hash, digest: () => `${algorithm}:${hash.digest('hex')}` };
}
