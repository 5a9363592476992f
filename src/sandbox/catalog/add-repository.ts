import { isRecord } from '../store/narrow.ts';
import type { EntityState, SandboxState } from '../store/sandbox-state.ts';
import { containerProduct, containerProductType, productId, productRepository } from './container-product.ts';

/** AWS's limit for one product (seller guide, "Adding a new version of your container product"). */
const mostRepositories = 70;

/**
 * Adds a repository to the seller's product, as AddRepositories does; to the next one when that has all it may have, and to a new one
 * when there is no other. What a product has already stays as it is.
 */
export function addToProduct({ entities }: SandboxState, name: string, now: number): void {
  const entry = productRepository(name);
  const products = [...entities].filter(([, { type }]) => type === containerProductType);
  if (products.some(([, product]) => repositoriesOf(product).some((has) => isRecord(has) && has.Url === entry.Url)))
    return;
  const [open] = products.filter(([, product]) => repositoriesOf(product).length < mostRepositories);
  if (!open) {
    const title = products.length === 0 ? 'Sandbox product' : `Sandbox product ${products.length + 1}`;
    entities.set(productId(title), containerProduct({ title, repositories: [name], modifiedAt: now }));
    return;
  }
  const [id, product] = open;
  const document = { ...product.document, Repositories: [...repositoriesOf(product), entry] };
  entities.set(id, { ...product, revision: product.revision + 1, modifiedAt: now, document });
}

function repositoriesOf({ document }: EntityState): readonly unknown[] {
  return Array.isArray(document.Repositories) ? document.Repositories : [];
}
