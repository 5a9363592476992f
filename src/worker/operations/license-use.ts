import { licenseScope } from '../license-scope.ts';
import type { Operate } from '../operation.ts';

/** How much of a licence is in use. */
export const licenseUse: Operate<'licenseUse'> = ({ place, license }, { places, signal }) =>
  places.at(place, ({ target, gateways }) => gateways.aws.licenses.usage(licenseScope(target), license, signal));
