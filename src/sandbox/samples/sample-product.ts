import { containerProduct } from '../catalog/container-product.ts';
import type { SandboxState } from '../store/sandbox-state.ts';

/** When the sample product was last changed. */
const modifiedAt = Date.parse('2023-12-04T09:00:00Z');

/** The release that is out already. */
const tag = '8.3.3';

/** Gives the seller a product that has all repositories of the Marketplace's registry, if there are any. */
export function addSampleProduct({ target, entities }: SandboxState): void {
  const repositories = [...target.keys()];
  if (repositories.length === 0) return;
  const images = repositories.flatMap((name) => (target.get(name)?.tags.has(tag) ? [`${name}:${tag}`] : []));
  const version = images.length === 0 ? {} : { version: { title: `Camunda ${tag}`, images } };
  entities.set('prod-c8m5nd4k2x7qa', containerProduct({ title: 'Camunda 8', repositories, ...version, modifiedAt }));
}
