import { quote } from '#formats';
import { alsoRendered } from './also-rendered.ts';
import type { ChartEvidence } from './chart-evidence.ts';
import type { FoundInChart } from './chart-problems.ts';
import { addonPolicies, chartRule } from './chart-rule.ts';

/** Of the namespaces that a cluster begins with, this is the one that helm puts a release into when none is named. */
const unnamed = 'default';
const initial = new Set([unnamed, 'kube-system', 'kube-public', 'kube-node-lease']);
const hint = 'Write namespace: {{ .Release.Namespace }}.';

/** The namespace of the add-on itself stands in its form. Some objects have to be in `kube-system`; hence a warning. */
export const addonNamespace = chartRule(
  {
    code: 'addon-namespace',
    why: 'An add-on is installed into a namespace of its own, none of those that a cluster begins with.',
    source: addonPolicies,
    severity: { marketplace: 'warning' },
    only: 'eks-add-on',
    helpedBy: 'rendered',
    awsCode: 'INVALID_ADDON_NAMESPACE',
  },
  (chart, rendered) =>
    alsoRendered(chart, rendered, ofTemplates(chart), ({ kind, name, namespace = unnamed }) => {
      // That of the release and `default` are one when it is rendered here.
      if (namespace === unnamed || !initial.has(namespace)) return undefined;
      return { key: 'namespace', message: `${kind} ${name} is put into the namespace ${quote(namespace)}.`, hint };
    }),
);

function ofTemplates({ templates }: ChartEvidence): FoundInChart[] {
  return templates.flatMap(({ path, keys }) =>
    keys.flatMap(({ key, value, range }) => {
      const name = value.replace(/^["']|["']$/g, '');
      if (key !== 'namespace' || !initial.has(name)) return [];
      return [{ path, range, message: `An object is put into the namespace ${quote(name)}.`, hint }];
    }),
  );
}
