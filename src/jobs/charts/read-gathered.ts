import { type Chart, readChart } from '#chart';
import type { Gateways } from '../gateways.ts';
import type { JobOptions } from '../job-options.ts';
import type { GatheredChart } from './gather/gather-chart.ts';
import { openChart } from './open/open-chart.ts';
import type { OpenedChart } from './open/opened-chart.ts';
import { requireSameChart } from './open/require-same-chart.ts';

/** A chart that was opened, and read. */
export interface ReadChart extends OpenedChart {
  readonly chart: Chart;
}

/** Opens the chart that is meant, and reads it. @throws ReleaseError `chart-mismatch` when it is another one; what either throws */
export async function readGathered(
  { source }: Pick<GatheredChart, 'source'>,
  gateways: Gateways,
  options: JobOptions,
): Promise<ReadChart> {
  const opened = await openChart(source, gateways, options);
  const chart = await readChart(opened.input, undefined, options.signal);
  requireSameChart(chart.metadata, source, opened.source);
  return { ...opened, chart };
}
