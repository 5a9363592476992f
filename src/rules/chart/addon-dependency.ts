import { quote } from '#formats';
import { addonPolicies, chartRule } from './chart-rule.ts';

/** A dependency with an address elsewhere is refused even where `charts/` has it. Whether that goes for those of subcharts AWS does not say. */
export const addonDependency = chartRule(
  {
    code: 'addon-dependency',
    why: 'Everything that an add-on consists of lies in its chart. An address elsewhere is refused, also where charts/ has the dependency.',
    source: addonPolicies,
    only: 'eks-add-on',
    awsCode: 'INVALID_DEPENDENT_HELM_CHARTS',
  },
  ({ dependencies }) =>
    dependencies.flatMap(({ subchart, name, repository = '', path, range }) => {
      if (repository === '' || repository.startsWith('file://')) return [];
      const message = `The dependency ${quote(name)} comes from ${quote(repository)}.`;
      const hint = `Put it into charts/ unpacked, and write repository: file://charts/${name}.`;
      return [{ path, range, message, hint, ...(subchart === '' ? {} : { severity: 'warning' as const }) }];
    }),
);
