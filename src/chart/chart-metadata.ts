/** What `Chart.yaml` says (Helm documentation, "Charts"); of charts of API version v1 with what `requirements.yaml` says. */
export interface ChartMetadata {
  readonly apiVersion: string;
  readonly name: string;
  readonly version: string;
  readonly appVersion?: string;
  readonly type: 'application' | 'library';
  readonly kubeVersion?: string;
  readonly deprecated: boolean;
  readonly annotations: Readonly<Record<string, string>>;
  readonly dependencies: readonly ChartDependency[];
}

/** A chart that another one needs. */
export interface ChartDependency {
  readonly name: string;
  readonly version?: string;
  /** `https://…`, `oci://…`, `file://…`, `@alias`; empty or absent where it lies in `charts/`. */
  readonly repository?: string;
  readonly alias?: string;
  /** Paths of values, comma between: the first that is a boolean decides. */
  readonly condition?: string;
  readonly tags: readonly string[];
  /** As the file has it: names, or pairs of child and parent. */
  readonly importValues: readonly unknown[];
}
