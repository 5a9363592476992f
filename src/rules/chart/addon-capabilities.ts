import { quote } from '#formats';
import { addonPolicies, chartRule } from './chart-rule.ts';
import { plainReads } from './plain-reads.ts';

/** The groups of APIs that every cluster has (Kubernetes API reference). The core has no name. */
const builtIn = new Set([
  '',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'apps',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'extensions',
  'flowcontrol.apiserver.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'resource.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
]);

/** What a cluster has beyond Kubernetes itself is not known when EKS renders the chart. */
export const addonCapabilities = chartRule(
  {
    code: 'addon-capabilities',
    why: 'EKS renders an add-on without a cluster: only the APIs of Kubernetes itself are known.',
    source: addonPolicies,
    only: 'eks-add-on',
    awsCode: 'INVALID_HELM_OBJECTS',
  },
  ({ templates }) =>
    templates.flatMap(({ path, actions }) =>
      plainReads(actions, 'Capabilities').flatMap(({ tokens, range }) =>
        tokens.flatMap(({ kind, text }, at) => {
          if (kind !== 'field' || !/\.Capabilities\.APIVersions\b/.test(text)) return [];
          // Kept in a variable: what is asked of that counts.
          if (at === tokens.length - 1 && tokens[at - 1]?.text === ':=') return [];
          const asked = tokens[at + 1];
          const isText = asked?.kind === 'text';
          if (isText && builtIn.has(groupOf(asked.text))) return [];
          const what = isText ? quote(asked.text) : 'an API by a name that is computed';
          const message = `An EKS add-on cannot ask whether the cluster has ${what}.`;
          const hint = 'Let a value decide (metrics.enabled, say), and have it off by default.';
          // Which API that is shows only when it is rendered.
          return [{ path, range, message, hint, ...(isText ? {} : { severity: 'warning' as const }) }];
        }),
      ),
    ),
);

/** `policy/v1/PodDisruptionBudget` → `policy`; `v1/Pod` → the core. */
function groupOf(api: string): string {
  const [first = ''] = api.split('/', 1);
  return /^v\d/.test(first) ? '' : first;
}
