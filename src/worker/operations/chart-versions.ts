import { chartVersionsAt } from '#jobs';
import type { Operate } from '../operation.ts';

/** What a Helm repository has of a chart, as the place's settings say that its host is reached. */
export const chartVersions: Operate<'chartVersions'> = ({ place, repository, name }, { places, signal }) =>
  places.at(place, ({ gateways }) => chartVersionsAt({ repository, name }, gateways, signal));
