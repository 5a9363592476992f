import type { Reference } from '#reference';
import type { Asker } from './asker.ts';

/** A source as somebody wrote it, with another tag: `redis:7@sha256:…` stays `redis`. @param digest undefined for none */
export function retagged(text: string, tag: string, digest: string | undefined): string {
  const at = text.indexOf('@');
  const named = at < 0 ? text : text.slice(0, at);
  const colon = named.lastIndexOf(':');
  const path = colon > named.lastIndexOf('/') ? named.slice(0, colon) : named;
  return `${path}:${tag}${digest === undefined ? '' : `@${digest}`}`;
}

/**
 * A source with another tag, pinned when it was pinned before. Undefined as long as the digest is not known, or when there is no such image.
 */
export function movedTo(asker: Asker, text: string, source: Reference, tag: string): string | undefined {
  if (source.digest === undefined) return retagged(text, tag, undefined);
  const { digest: _, ...unpinned } = source;
  const found = asker.image({ ...unpinned, tag });
  return typeof found === 'object' ? retagged(text, tag, found.digest) : undefined;
}

/** A source pinned to what its tag holds now. Undefined as above, and for one that is pinned or has no tag. */
export function pinned(asker: Asker, text: string, source: Reference): { text: string; digest: string } | undefined {
  if (source.digest !== undefined || source.tag === undefined) return undefined;
  const found = asker.image(source);
  if (typeof found !== 'object') return undefined;
  return { text: `${text}@${found.digest}`, digest: found.digest };
}
