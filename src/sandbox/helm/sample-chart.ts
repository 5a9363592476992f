/** A version of a sample chart, as it was added to its repository. */
export interface ChartRelease {
  readonly version: string;
  readonly appVersion: string;
  /** ISO 8601 */
  readonly created: string;
  readonly deprecated?: true;
}

/** A chart of the sandbox's Helm repository. */
export interface SampleChart {
  readonly name: string;
  readonly description: string;
  /** The newest last. */
  readonly releases: readonly ChartRelease[];
  /** What `Chart.yaml` says beside name and versions. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** All but `Chart.yaml`, by path. Helm documentation, "Charts" (the chart file structure). */
  files(release: ChartRelease): Readonly<Record<string, string>>;
}
