import { describeImage, versioned } from '#jobs';
import type { Operate } from '../operation.ts';

/** What a tag or digest holds. */
export const image: Operate<'image'> = ({ place, repository, reference }, { places, signal, emit }) =>
  places.at(place, ({ target, gateways }) =>
    describeImage(target, repository, reference, gateways, { emit: versioned(emit), signal }),
  );
