import { alsoRendered } from './also-rendered.ts';
import type { ChartEvidence } from './chart-evidence.ts';
import type { FoundInChart } from './chart-problems.ts';
import { addonPolicies, chartRule } from './chart-rule.ts';

const key = 'helm.sh/hook';
const hint = 'Take the hook out; what must happen first belongs into an init container.';

/** EKS renders the chart and applies what comes out; nobody runs hooks. Tests of Helm are hooks too. */
export const addonHook = chartRule(
  {
    code: 'addon-hook',
    why: 'EKS installs an add-on without Helm: a hook never runs, or runs as an ordinary object at the wrong time.',
    source: addonPolicies,
    only: 'eks-add-on',
    helpedBy: 'rendered',
    awsCode: 'INVALID_HELM_OBJECTS',
  },
  (chart, rendered) =>
    alsoRendered(chart, rendered, ofTemplates(chart), ({ kind, name, annotations = [] }) => {
      if (!annotations.includes(key)) return undefined;
      return { key: 'annotations', message: `An EKS add-on has no Helm hooks, and ${kind} ${name} is one.`, hint };
    }),
);

function ofTemplates({ templates }: ChartEvidence): FoundInChart[] {
  return templates.flatMap(({ path, keys, actions }) => {
    const lines = keys.filter((one) => one.key === key || one.value.includes(`"${key}"`));
    const computed = actions.filter(({ tokens }) => tokens.some(({ kind, text }) => kind === 'text' && text === key));
    return [...lines, ...computed].map(({ range }) => ({
      path,
      range,
      message: 'An EKS add-on has no Helm hooks.',
      hint,
    }));
  });
}
