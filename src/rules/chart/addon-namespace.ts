import { quote } from '#formats';
import { addonPolicies, chartRule } from './chart-rule.ts';

const initial = new Set(['default', 'kube-system', 'kube-public', 'kube-node-lease']);

/** The namespace of the add-on itself stands in its form. Some objects have to be in `kube-system`; hence a warning. */
export const addonNamespace = chartRule(
  {
    code: 'addon-namespace',
    why: 'An add-on is installed into a namespace of its own, none of those that a cluster begins with.',
    source: addonPolicies,
    severity: { marketplace: 'warning' },
    only: 'eks-add-on',
    awsCode: 'INVALID_ADDON_NAMESPACE',
  },
  ({ templates }) =>
    templates.flatMap(({ path, keys }) =>
      keys.flatMap(({ key, value, range }) => {
        const name = value.replace(/^["']|["']$/g, '');
        if (key !== 'namespace' || !initial.has(name)) return [];
        const message = `An object is put into the namespace ${quote(name)}.`;
        return [{ path, range, message, hint: 'Write namespace: {{ .Release.Namespace }}.' }];
      }),
    ),
);
