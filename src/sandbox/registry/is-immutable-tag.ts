import type { RepositorySettings } from '../store/repository-settings.ts';

/**
 * Whether a tag of a repository can't be moved once it is there (ECR user guide, "Preventing image tags from being overwritten": an
 * exclusion filter turns the setting around for the tags that it matches).
 */
export function isImmutableTag({ tagMutability, exclusions }: RepositorySettings, tag: string): boolean {
  const isExcluded = exclusions.some((filter) => matches(filter, tag));
  return tagMutability.startsWith('IMMUTABLE') !== isExcluded;
}

function matches(filter: string, tag: string): boolean {
  const pattern = filter.split('*').map((part) => part.replace(/[.]/g, '\\.'));
  return new RegExp(`^${pattern.join('.*')}$`).test(tag);
}
