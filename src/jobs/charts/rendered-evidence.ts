import { renderedManifests } from '#chart';
import type { TargetSettings } from '#formats';
import type { RenderedEvidence } from '#rules';

/** Kinds that make pods, or give rights: what rules look into. */
const read = new Set([
  'Pod',
  'Deployment',
  'DaemonSet',
  'StatefulSet',
  'ReplicaSet',
  'ReplicationController',
  'Job',
  'CronJob',
  'Role',
  'ClusterRole',
]);

/** What a helm said of a chart with its default values. */
export interface HelmSaid {
  /** What `helm template` wrote; undefined when it refused. */
  readonly manifests?: string;
  /** Why it refused. */
  readonly failure?: string;
  /** What `helm lint --strict` refuses it for, a sentence each; undefined when it was not asked. */
  readonly lint?: readonly string[];
}

/** What rules are told of a chart as helm renders it: plain data. */
export function renderedEvidence(target: TargetSettings, { manifests, failure, lint }: HelmSaid): RenderedEvidence {
  return {
    target,
    ...(lint === undefined ? {} : { lint }),
    ...(failure === undefined ? {} : { failure }),
    ...(manifests === undefined ? {} : { manifests: renderedManifests(manifests, read) }),
  };
}
