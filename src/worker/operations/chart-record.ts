import { knownChart } from '../chart-outline-of.ts';
import type { Operate } from '../operation.ts';

/** A chart's record, if it is still kept. */
export const chartRecord: Operate<'chartRecord'> = async ({ record: name }, { charts }) => {
  const found = await charts.find(name);
  return found && knownChart(found);
};
