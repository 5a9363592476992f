import { tagPage, versioned } from '#jobs';
import type { Operate } from '../operation.ts';

/** ECR gives tags in no order: the newest come first only among those that are loaded, so many are loaded at a time. */
const pageSize = 1000;

/** A page of a repository's tags. */
export const tags: Operate<'tags'> = ({ place, repository, cursor }, { places, signal, emit }) =>
  places.at(place, ({ target, gateways }) =>
    tagPage(target, repository, { cursor, pageSize }, gateways, { emit: versioned(emit), signal }),
  );
