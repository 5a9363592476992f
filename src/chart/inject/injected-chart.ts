import type { ChartFinding } from '../chart-finding.ts';
import type { ChartMetadata } from '../chart-metadata.ts';

/** A chart with what was added to it. */
export interface InjectedChart {
  /** What its `Chart.yaml` says now. */
  readonly metadata: ChartMetadata;
  /** All of its files; one without content passes through as it was. */
  readonly files: readonly { readonly path: string; readonly content?: Uint8Array }[];
  /** The files that are not as they were, by path; none when the chart has all of it already. */
  readonly changes: readonly FileChange[];
  readonly findings: readonly ChartFinding[];
}

/** A file of a chart before and after: one that is added has no before, one that is left out no after. */
export interface FileChange {
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
}
