import { findTag, versioned } from '#jobs';
import type { Operate } from '../operation.ts';

/** One tag of a repository, if there is such a one. */
export const tag: Operate<'tag'> = ({ place, repository, tag: name }, { places, signal, emit }) =>
  places.at(place, ({ target, gateways }) =>
    findTag(target, repository, name, gateways, { emit: versioned(emit), signal }),
  );
