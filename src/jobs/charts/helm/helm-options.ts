/** With what a chart is linted and rendered. */
export interface HelmOptions {
  /** What a buyer would write into a file of values, beside the chart's own. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** `1.31` or `1.31.0`: of the cluster that the chart is rendered for. Helm takes one of its own age when none is named. */
  readonly kubeVersion?: string;
  /** Kinds that the cluster has beside Kubernetes' own, as `.Capabilities.APIVersions` names them: `monitoring.coreos.com/v1`. */
  readonly apiVersions?: readonly string[];
}

/** The arguments for both `helm lint` and `helm template`. */
export function commonArguments({ kubeVersion }: HelmOptions): readonly string[] {
  return kubeVersion === undefined ? [] : ['--kube-version', kubeVersion];
}
