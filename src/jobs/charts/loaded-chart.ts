import type { Chart } from '#chart';

/** A chart that settings name by its path. */
export interface LoadedChart {
  readonly chart: Chart;
  /** As the user would name it; absent when the chart is an archive. */
  readonly folder?: string;
}
