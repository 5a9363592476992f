import { fileStart } from './chart-problems.ts';
import { addonPolicies, chartRule } from './chart-rule.ts';

const workloads = new Set(['Deployment', 'DaemonSet']);

/** Where helm was not at hand and a template computes its kind, nothing is said. */
export const addonWorkload = chartRule(
  {
    code: 'addon-workload',
    why: 'EKS tells the health of an add-on by its Deployments and DaemonSets, and accepts none without.',
    source: addonPolicies,
    only: 'eks-add-on',
    helpedBy: 'rendered',
    awsCode: 'INVALID_HELM_OBJECTS',
  },
  ({ templates }, rendered) => {
    const kinds = rendered?.manifests
      ? rendered.manifests.map(({ kind }) => kind)
      : templates.flatMap(({ keys }) => keys.flatMap(({ key, value }) => (key === 'kind' ? value : [])));
    if (kinds.some((kind) => workloads.has(kind) || kind.includes('{{'))) return [];
    const message = 'The chart has neither a Deployment nor a DaemonSet.';
    return [
      { path: 'Chart.yaml', range: fileStart, message, hint: 'Run at least one part of the product as one of them.' },
    ];
  },
);
