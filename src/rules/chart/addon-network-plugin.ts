import { addonPolicies, chartRule } from './chart-rule.ts';

/** Where a network plugin puts its program and its configuration on each machine. */
const place = /\/opt\/cni\/bin|\/etc\/cni\/net\.d/;

/** A network plugin (CNI) is recognised by where it writes. */
export const addonNetworkPlugin = chartRule(
  {
    code: 'addon-network-plugin',
    why: 'EKS takes no add-on that replaces the network plugin of the cluster (CNI).',
    source: addonPolicies,
    severity: { marketplace: 'warning' },
    only: 'eks-add-on',
  },
  ({ templates, values }) => {
    const message = 'The chart puts a network plugin (CNI) on the machines.';
    const hint = 'Deliver it by Helm.';
    const ofTemplates = templates.flatMap(({ path, keys }) => {
      const found = keys.find(({ value }) => place.test(value));
      return found ? [{ path, range: found.range, message, hint }] : [];
    });
    const ofValues = values.flatMap(({ path, entries }) => {
      const found = entries.find(({ value }) => typeof value === 'string' && place.test(value));
      return found ? [{ path, range: found.range, message, hint }] : [];
    });
    return [...ofTemplates, ...ofValues];
  },
);
