import { ReleaseError } from '#problem';
import type { PlanContext } from '../images/plan-context.ts';
import { catalogSource } from '../list/catalog-source.ts';
import { answersOf } from '../list/source.ts';
import type { Product } from './product.ts';

/** As many repositories as one product has: products are described one, then two, then a few at a time, so that few are in vain. */
const firstLook = 70;

/** What the Catalog tells of the products that own repositories. */
export interface FoundProducts {
  /** Those that are known, each with those of the repositories that are its own. */
  readonly products: readonly Product[];
  /** Why the Catalog did not tell, or not all. */
  readonly failure?: ReleaseError;
}

/**
 * The Marketplace products that own repositories of the target. A failure of the Catalog is told by a warning too.
 * @returns undefined where there is nothing to tell
 * @throws the signal's reason
 */
export async function findProducts(
  repositories: readonly string[],
  { target, gateways, emit, signal }: Pick<PlanContext, 'target' | 'gateways' | 'emit' | 'signal'>,
): Promise<FoundProducts | undefined> {
  if (target.kind !== 'marketplace' || repositories.length === 0) return undefined;
  const missing = new Set(repositories);
  const products = new Map<string, Product>();
  let look = firstLook;
  const wanted = () => {
    const now = look;
    look *= 2;
    return now;
  };
  const found = () =>
    [...products.values()].map((product) => ({ ...product, repositories: product.repositories.sort() }));
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
    const failure = ReleaseError.from(error);
    const what = products.size === 0 ? 'The product is not known' : 'Not all products are known';
    emit({ type: 'warning', code: failure.code, message: `${what}: ${failure.message}` });
    return { products: found(), failure };
  }
  return { products: found() };
}
