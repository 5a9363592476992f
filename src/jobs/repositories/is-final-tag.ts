import type { RepositoryConfiguration } from './configuration.ts';

/**
 * Whether a tag that is written once stays as it is, as far as is known: an exception's `*` stands for any text (Amazon ECR user guide,
 * "Image tag mutability exclusion filters").
 */
export function isFinalTag(tag: string, mutability: RepositoryConfiguration['tagMutability']): boolean {
  return mutability?.immutable === true && !mutability.except.some((pattern) => matches(tag, pattern));
}

function matches(tag: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(tag);
}
