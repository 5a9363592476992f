import type { ChartMetadata } from './chart-metadata.ts';

/** A file of a chart. */
export interface ChartFile {
  /** From the chart's root, with forward slashes: `templates/deployment.yaml`. */
  readonly path: string;
  /** bytes */
  readonly size: number;
  /** Held for what a chart is made of and for small files; what else there is passes through when the chart is packed. */
  readonly content?: Uint8Array;
}

/** A Helm chart as it was read. It holds what Helm looks at, never the bytes of large files. */
export interface Chart {
  readonly metadata: ChartMetadata;
  /** All of its files, in the order in which they are packed; those of its subcharts too, as they lie in `charts/`. */
  readonly files: readonly ChartFile[];
  /** What lies in `charts/`, unpacked. */
  readonly subcharts: readonly Subchart[];
}

/** A chart in another one's `charts/`. */
export interface Subchart {
  /** Its folder or archive: `charts/postgresql`, `charts/postgresql-12.1.0.tgz`. */
  readonly path: string;
  readonly chart: Chart;
}

/** Where a chart's bytes come from. It can be opened more than once, and gives the same each time. */
export type ChartInput =
  | { readonly kind: 'archive'; open(): AsyncIterable<Uint8Array> }
  | { readonly kind: 'folder'; readonly files: readonly InputFile[] };

/** A file of a chart's folder; links are followed already. */
export interface InputFile {
  readonly path: string;
  open(): AsyncIterable<Uint8Array>;
}
