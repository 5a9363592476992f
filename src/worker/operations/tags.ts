import { tagPage, versioned } from '#jobs';
import type { Operate } from '../operation.ts';
import { targetAt } from '../target-at.ts';

/** ECR gives tags in no order: the newest come first only among those that are loaded, so many are loaded at a time. */
const pageSize = 1000;

/** A page of a repository's tags, of the target or of another registry. */
export const tags: Operate<'tags'> = ({ place, registry, repository, cursor }, { places, signal, emit }) =>
  places.at(place, ({ target, gateways }) =>
    tagPage(targetAt(target, registry), repository, { cursor, pageSize }, gateways, { emit: versioned(emit), signal }),
  );
