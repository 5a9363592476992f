import { awsScope } from '#jobs';
import type { Operate } from '../operation.ts';

/** As whom AWS knows us at a place. */
export const identity: Operate<'identity'> = ({ place }, { places, signal }) =>
  places.at(place, ({ target, gateways }) => gateways.aws.callerIdentity(awsScope(target), signal));
