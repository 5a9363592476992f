import { isDigest } from '#reference';

/** The digests among names of an image: `sha256:…` itself, or what follows the `@` of a reference. */
export function namedDigests(names: readonly (string | null | undefined)[]): string[] {
  const found = names.flatMap((name) => {
    const digest = name?.slice(name.lastIndexOf('@') + 1) ?? '';
    return isDigest(digest) ? [digest] : [];
  });
  return [...new Set(found)];
}

/** The names themselves, each once and without the empty ones. */
export function otherNames(names: readonly (string | null | undefined)[]): string[] {
  return [...new Set(names.flatMap((name) => (name && !isDigest(name) ? [name] : [])))];
}
