import { gather, repositoryPage, versioned } from '#jobs';
import type { Operate } from '../operation.ts';

/**
 * ECR and registries give a thousand at the price of one request, and what is loaded can be sorted and filtered. The Catalog is asked
 * product by product: there a page is no more than a tree shows at a time.
 */
const pageSizes = { marketplace: 100, ecr: 1000, oci: 1000 } as const;

/** A page of the target's repositories. */
export const repositories: Operate<'repositories'> = ({ place, cursor }, { places, signal, emit }) =>
  places.at(place, async ({ target, gateways, choice }) => {
    // Asked for only when nobody else may say; without settings there is no release that could.
    const named = async () => {
      if (choice.config === undefined) return [];
      const { images } = await gather({ named: [], ...choice }, gateways, signal);
      return images.map((image) => image.target.repository);
    };
    const pageSize = pageSizes[target.kind];
    const page = await repositoryPage(target, { cursor, pageSize }, named, gateways, { emit: versioned(emit), signal });
    return { ...page, target };
  });
