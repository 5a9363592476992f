import { gather, repositoryPage, versioned } from '#jobs';
import type { Operate } from '../operation.ts';

/** More than a tree shows at a time. */
const pageSize = 100;

/** A page of the target's repositories. */
export const repositories: Operate<'repositories'> = ({ place, cursor }, { places, signal, emit }) =>
  places.at(place, async ({ target, gateways, choice }) => {
    // Asked for only when nobody else may say; without settings there is no release that could.
    const named = async () => {
      if (choice.config === undefined) return [];
      const { images } = await gather({ named: [], ...choice }, gateways, signal);
      return images.map((image) => image.target.repository);
    };
    const page = await repositoryPage(target, { cursor, pageSize }, named, gateways, { emit: versioned(emit), signal });
    return { ...page, target };
  });
