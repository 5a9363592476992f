import { addonPolicies, chartRule } from './chart-rule.ts';

const hook = 'helm.sh/hook';

/** EKS renders the chart and applies what comes out; nobody runs hooks. Tests of Helm are hooks too. */
export const addonHook = chartRule(
  {
    code: 'addon-hook',
    why: 'EKS installs an add-on without Helm: a hook never runs, or runs as an ordinary object at the wrong time.',
    source: addonPolicies,
    only: 'eks-add-on',
    awsCode: 'INVALID_HELM_OBJECTS',
  },
  ({ templates }) =>
    templates.flatMap(({ path, keys, actions }) => {
      const lines = keys.filter(({ key, value }) => key === hook || value.includes(`"${hook}"`));
      const computed = actions.filter(({ tokens }) =>
        tokens.some(({ kind, text }) => kind === 'text' && text === hook),
      );
      return [...lines, ...computed].map(({ range }) => ({
        path,
        range,
        message: 'An EKS add-on has no Helm hooks.',
        hint: 'Take the hook out; what must happen first belongs into an init container.',
      }));
    }),
);
