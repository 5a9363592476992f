/** A map of foreign data. */
export type Fields = Readonly<Record<string, unknown>>;

interface PodSpec {
  readonly spec: Fields;
  /** Those of all kinds. */
  readonly containers: readonly Fields[];
}

/** A value as a map; an empty one of anything else. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** The items of a list; none of anything else. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The pods that a Kubernetes object makes: of itself, by its template, by that of its jobs (Kubernetes API reference, workloads). */
export function podSpecs(manifest: unknown): readonly PodSpec[] {
  const { kind, spec } = fieldsOf(manifest);
  const own = fieldsOf(spec);
  const job = fieldsOf(fieldsOf(own.jobTemplate).spec);
  const templated = fieldsOf(fieldsOf(own.template).spec);
  const scheduled = fieldsOf(fieldsOf(job.template).spec);
  const specs = [...(kind === 'Pod' ? [own] : []), templated, scheduled];
  return specs.flatMap((pod) => {
    const containers = ['containers', 'initContainers', 'ephemeralContainers'].flatMap((key) =>
      itemsOf(pod[key]).map(fieldsOf),
    );
    return containers.length === 0 ? [] : { spec: pod, containers };
  });
}
