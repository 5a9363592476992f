import { describeImage, versioned } from '#jobs';
import type { Operate } from '../operation.ts';
import { targetAt } from '../target-at.ts';

/** What a tag or digest holds, in the target or in another registry. */
export const image: Operate<'image'> = ({ place, registry, repository, reference }, { places, signal, emit }) =>
  places.at(place, ({ target, gateways }) =>
    describeImage(targetAt(target, registry), repository, reference, gateways, { emit: versioned(emit), signal }),
  );
