import { ReleaseError } from '#problem';
import { repositoryFault } from '#reference';
import type { PlanTarget } from '../plan-target.ts';

/**
 * A repository of the target as its registry names it.
 * @param text with the target's prefix or without, with its registry or without
 * @throws ReleaseError `usage`
 */
export function fullName({ registry, prefix }: Pick<PlanTarget, 'registry' | 'prefix'>, text: string): string {
  const path = text.startsWith(`${registry}/`) ? text.slice(registry.length + 1) : text;
  const fault = repositoryFault(path);
  if (fault !== undefined) {
    throw new ReleaseError('usage', `${text} is not a repository of the target: ${fault}`, {
      hint: 'Name the repository without a tag, as list repositories shows it.',
    });
  }
  return prefix === '' || path === prefix || path.startsWith(`${prefix}/`) ? path : `${prefix}/${path}`;
}
