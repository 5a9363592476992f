import type { ChartInput } from '#chart';

/** A chart that can be read, as often as it takes. */
export interface OpenedChart {
  readonly input: ChartInput;
  /** In words: where it is from, with its version. */
  readonly source: string;
  /** That it was asked for by. */
  readonly version?: string;
  /** Of the archive, where it is known before it is read. */
  readonly digest?: string;
}
