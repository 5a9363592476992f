import { formatReference, parseReference } from '#reference';

/** The repository of a reference, with its registry; undefined for a text that is no reference. */
export function repositoryOf(reference: string): string | undefined {
  const parsed = parseReference(reference);
  if (!parsed.ok) return undefined;
  const { registry, repository } = parsed.reference;
  return formatReference({ registry, repository });
}

/** The repositories of references, each once. */
export function touchedRepositories(references: readonly string[]): ReadonlySet<string> {
  return new Set(references.flatMap((reference) => repositoryOf(reference) ?? []));
}
