import type { Reference } from '#reference';

/** A text that is equal for sources that are the same: with a digest the tag is only a label. */
export function sourceKey({ registry, repository, tag, digest }: Reference): string {
  return digest === undefined ? `${registry}/${repository}:${tag}` : `${registry}/${repository}@${digest}`;
}
