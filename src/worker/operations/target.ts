import type { Operate } from '../operation.ts';

/** Where a place's release goes. */
export const target: Operate<'target'> = ({ place }, { places }) => places.at(place, async (open) => open.target);
