import { addonPolicies, chartRule } from './chart-rule.ts';

/** `lookup` asks the cluster, and there is none when EKS renders the chart. */
export const addonLookup = chartRule(
  {
    code: 'addon-lookup',
    why: 'EKS renders an add-on without a cluster: lookup finds nothing there, always.',
    source: addonPolicies,
    only: 'eks-add-on',
    awsCode: 'INVALID_HELM_OBJECTS',
  },
  ({ templates }) =>
    templates.flatMap(({ path, actions }) =>
      actions
        .filter(({ tokens }) => tokens.some(({ kind, text }) => kind === 'name' && text === 'lookup'))
        .map(({ range }) => ({
          path,
          range,
          message: 'An EKS add-on cannot use lookup.',
          hint: 'Take the name of an object that was made before from a value.',
        })),
    ),
);
