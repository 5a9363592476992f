import type { HeldRepository } from './repository-gateway.ts';

/**
 * Whether a tag that is written once stays as it is. Exceptions are the other way round than the rest, and their `*` stands for any text
 * (Amazon ECR user guide, "Image tag mutability exclusion filters").
 */
export function isFinalTag(tag: string, { immutable, except }: HeldRepository['tagMutability']): boolean {
  return immutable !== except.some((pattern) => matches(tag, pattern));
}

function matches(tag: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(tag);
}
