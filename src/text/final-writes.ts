import type { MirrorPlan } from '#jobs';
import { parseReference } from '#reference';
import { cleanText } from './clean-text.ts';
import { nameIn } from './item-rows.ts';

/**
 * Every tag that a plan would write, a line a repository, for the question before it: `zeebe: 8.3.4, 8.3.5`, and the product that the
 * repository belongs to where that is known.
 */
export function finalWrites({ items, target, products = [] }: MirrorPlan): string[] {
  const tags = new Map<string, string[]>();
  for (const { outcome, target: reference } of items) {
    const parsed = outcome === 'copy' ? parseReference(reference) : undefined;
    if (!parsed?.ok) continue;
    const { repository, tag = '' } = parsed.reference;
    tags.set(repository, [...(tags.get(repository) ?? []), tag]);
  }
  return [...tags].map(([repository, written]) => {
    const product = products.find(({ repositories }) => repositories.includes(repository));
    const name = nameIn(target, `${target.registry}/${repository}`);
    return cleanText(`${name}: ${written.join(', ')}${product ? ` (${product.title})` : ''}`);
  });
}
