import type { PlanContext } from '../images/plan-context.ts';
import { findProducts } from './find-products.ts';
import type { Product } from './product.ts';

/**
 * The Marketplace products that own repositories of the target. A fact for display: when the Catalog does not tell, or not all, that is
 * a warning, and the plan has those that are known.
 * @returns undefined where there is nothing to tell
 * @throws the signal's reason
 */
export async function planProducts(
  repositories: readonly string[],
  context: Pick<PlanContext, 'target' | 'gateways' | 'emit' | 'signal'>,
): Promise<Product[] | undefined> {
  const found = await findProducts(repositories, context);
  if (!found || (found.failure && found.products.length === 0)) return undefined;
  return [...found.products];
}
