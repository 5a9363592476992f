import { formatReference, isDigest, parseReference } from '#reference';

/** An image as attestations name it: by the registry and path of its source and by its digest, never by a tag. */
export interface AttestedImage {
  /** Registry host and path, e.g. `docker.external.example/vault/core`, as the release names it: not the mirror it is pulled from. */
  readonly repository: string;
  /** Of the source, before anything is stripped of it. */
  readonly digest: string;
}

/**
 * The one way to write a repository, so that two names of the same place compare equal: the host in lower case, Docker Hub in full,
 * no tag. A scheme (`https://`) is taken off, as Grafeas resources carry one.
 * @returns undefined for a text that is no reference to an image
 */
export function repositoryName(text: string): string | undefined {
  return imageNamed(text)?.repository;
}

/** Repository and, where it has one, digest of a resource: `https://host/path[:tag]@sha256:…`. */
export function imageNamed(text: string): { readonly repository: string; readonly digest?: string } | undefined {
  if (text.length > 1024) return undefined;
  const parsed = parseReference(text.replace(/^https?:\/\//i, ''));
  if (!parsed.ok) return undefined;
  const { registry, repository, digest } = parsed.reference;
  const named = formatReference({ registry, repository });
  return digest === undefined ? { repository: named } : { repository: named, digest };
}

/**
 * The resource that occurrences of an image bear, and that a server is asked for.
 * @throws RangeError for what is no repository or digest: neither may bend the filter that it becomes part of
 */
export function resourceOf({ repository, digest }: AttestedImage): string {
  const named = repositoryName(repository);
  if (named === undefined || !isDigest(digest)) throw new RangeError(`${repository}@${digest} names no image`);
  return `https://${named}@${digest}`;
}
