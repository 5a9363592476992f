import type { MirrorPlan } from '#jobs';
import { parseReference } from '#reference';
import { cleanText } from './clean-text.ts';
import { nameIn } from './item-rows.ts';

/** What a plan would write into one repository. */
export interface FinalWrites {
  /** As the plan names it. */
  readonly repository: string;
  readonly tags: readonly string[];
  /** The product that it belongs to, where the Catalog told. */
  readonly product?: string;
}

/** Every tag that a plan would write, by repository, for the question before it. */
export function finalWrites({ items, target, products = [] }: MirrorPlan): FinalWrites[] {
  const tags = new Map<string, string[]>();
  for (const { outcome, target: reference } of items) {
    const parsed = outcome === 'copy' ? parseReference(reference) : undefined;
    if (!parsed?.ok) continue;
    const { repository, tag = '' } = parsed.reference;
    const known = tags.get(repository);
    if (known) known.push(cleanText(tag));
    else tags.set(repository, [cleanText(tag)]);
  }
  return [...tags].map(([repository, written]) => {
    const product = products.find(({ repositories }) => repositories.includes(repository));
    const name = cleanText(nameIn(target, `${target.registry}/${repository}`));
    return { repository: name, tags: written, ...(product ? { product: cleanText(product.title) } : {}) };
  });
}
