import { tagPage, versioned } from '#jobs';
import type { Operate } from '../operation.ts';

/** More than a tree shows at a time. */
const pageSize = 100;

/** A page of a repository's tags. */
export const tags: Operate<'tags'> = ({ place, repository, cursor }, { places, signal, emit }) =>
  places.at(place, ({ target, gateways }) =>
    tagPage(target, repository, { cursor, pageSize }, gateways, { emit: versioned(emit), signal }),
  );
