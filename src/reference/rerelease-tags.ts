import { isMovingTag } from './moving-tag.ts';
import { isTag } from './reference.ts';

/** Re-releases of one version beyond this are no pattern any more. */
const maxTries = 20;

/** `8.3.4-2` → `8.3.4`: what a tag is a re-release of, if its last number counts such. Undefined for a tag without one. */
export function rereleaseStem(tag: string): string | undefined {
  return /^(.+)-[1-9]\d?$/.exec(tag)?.[1];
}

/**
 * The tags that a re-release can go under, in order: `8.3.4` becomes `8.3.4-1`. `8.3.4-1` becomes `8.3.4-2` only where `8.3.4` is a tag
 * too: in `9.1.0-debian-11` or a date the last number is none of ours to count. None for a moving tag: `latest-1` would say nothing, for ever.
 * @param stemIsTag whether the repository has {@link rereleaseStem} of the tag
 */
export function rereleaseTags(taken: string, stemIsTag: boolean): string[] {
  if (isMovingTag(taken)) return [];
  const stem = stemIsTag ? rereleaseStem(taken) : undefined;
  const base = stem ?? taken;
  const first = stem === undefined ? 1 : Number(taken.slice(stem.length + 1)) + 1;
  return Array.from({ length: maxTries }, (_, at) => `${base}-${first + at}`).filter(isTag);
}
