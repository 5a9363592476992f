import { formatReference, type Reference } from '#reference';

/**
 * The name of a base as a derived image records it: that of the files, wherever it is read. Without a tag there is none, because
 * such a name means `latest`; the digest stands beside it, not in it (OCI image specification, annotations.md).
 */
export function baseName({ registry, repository, tag }: Reference): string | undefined {
  return tag === undefined ? undefined : formatReference({ registry, repository, tag });
}
