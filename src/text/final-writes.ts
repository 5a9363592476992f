import type { Item, MirrorPlan } from '#jobs';
import { parseReference } from '#reference';
import { cleanText } from './clean-text.ts';
import { nameIn } from './name-in.ts';

/** What a plan would write into one repository. */
export interface FinalWrites {
  /** As the plan names it. */
  readonly repository: string;
  readonly tags: readonly string[];
  /** The product that it belongs to, where the Catalog told. */
  readonly product?: string;
}

/** Every tag that a plan would write, by repository, for the question before it: those of images, and those that name what refers to them. */
export function finalWrites({ items, target, products = [] }: MirrorPlan): FinalWrites[] {
  const tags = new Map<string, Set<string>>();
  for (const item of items) {
    const parsed = parseReference(item.target);
    if (!parsed.ok) continue;
    const { repository, tag = '' } = parsed.reference;
    for (const one of writtenTags(item, tag)) {
      const known = tags.get(repository) ?? new Set();
      tags.set(repository, known.add(cleanText(one)));
    }
  }
  return [...tags].map(([repository, written]) => {
    const product = products.find(({ repositories }) => repositories.includes(repository));
    const name = cleanText(nameIn(target, `${target.registry}/${repository}`));
    return { repository: name, tags: [...written], ...(product ? { product: cleanText(product.title) } : {}) };
  });
}

/** How many tags a plan would write. */
export function countTags(plan: MirrorPlan): number {
  return finalWrites(plan).reduce((sum, { tags }) => sum + tags.length, 0);
}

function writtenTags({ outcome, referrers }: Item, tag: string): string[] {
  const others = (referrers?.list ?? []).flatMap((one) =>
    one.outcome === 'copy' && one.tag !== undefined ? [one.tag] : [],
  );
  return [...(outcome === 'copy' ? [tag] : []), ...others];
}
