import { ReleaseError } from '#problem';
import type { Item } from '../item.ts';
import { catalogSource } from '../list/catalog-source.ts';
import { answersOf } from '../list/source.ts';
import { type MirrorPlan, referenceOf } from './mirror-plan.ts';
import type { PlanContext } from './plan-context.ts';

/** As many repositories as one product has: products are described one, then two, then a few at a time, so that few are in vain. */
const firstLook = 70;

/**
 * The Marketplace products whose repositories a plan writes to. A fact for display: when the Catalog does not tell, or not all, that is
 * a warning, and the plan has those that are known.
 * @returns undefined where there is nothing to tell
 * @throws the signal's reason
 */
export async function planProducts(
  items: readonly Pick<Item, 'outcome' | 'target'>[],
  { target, gateways, emit, signal }: Pick<PlanContext, 'target' | 'gateways' | 'emit' | 'signal'>,
): Promise<MirrorPlan['products']> {
  const written = items.flatMap((item) => (item.outcome === 'copy' ? [referenceOf(item.target).repository] : []));
  if (target.kind !== 'marketplace' || written.length === 0) return undefined;
  const missing = new Set(written);
  const products = new Map<string, { id: string; title: string; repositories: string[] }>();
  let look = firstLook;
  const wanted = () => {
    const now = look;
    look *= 2;
    return now;
  };
  try {
    for await (const { pieces } of answersOf(
      catalogSource(target, gateways, { emit, ...(signal ? { signal } : {}) }),
      [],
      wanted,
    )) {
      for (const { name, product } of pieces.flatMap((piece) => piece.items)) {
        if (!missing.delete(name)) continue;
        const known = products.get(product.id) ?? { ...product, repositories: [] };
        known.repositories.push(name);
        products.set(product.id, known);
      }
      if (missing.size === 0) break;
    }
  } catch (error) {
    signal?.throwIfAborted();
    const { code, message } = ReleaseError.from(error);
    emit({
      type: 'warning',
      code,
      message: `${products.size === 0 ? 'The product is not known' : 'Not all products are known'}: ${message}`,
    });
    if (products.size === 0) return undefined;
  }
  return [...products.values()].map((product) => ({ ...product, repositories: product.repositories.sort() }));
}
