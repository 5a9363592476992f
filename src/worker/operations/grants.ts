import { listGrants } from '#jobs';
import { licenseScope } from '../license-scope.ts';
import type { Operate } from '../operation.ts';

/** The grants of an account, received and given. */
export const grants: Operate<'grants'> = ({ place }, { places, signal }) =>
  places.at(place, ({ target, gateways }) => listGrants(licenseScope(target), gateways, { signal }));
