import { licenseScope } from '../license-scope.ts';
import type { Operate } from '../operation.ts';

/** A page of the licences that an account has received; those that were deleted are left out. */
export const licenses: Operate<'licenses'> = ({ place, cursor }, { places, signal }) =>
  places.at(place, async ({ target, gateways }) => {
    const query = cursor === undefined ? {} : { nextToken: cursor };
    const { items, nextToken } = await gateways.aws.licenses.received(licenseScope(target), query, signal);
    const shown = items.filter(({ status }) => status !== 'DELETED');
    return { licenses: shown, ...(nextToken === undefined ? {} : { next: nextToken }) };
  });
