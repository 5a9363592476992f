import { quote } from '#formats';
import { chartRule, containerPolicies } from './chart-rule.ts';

/** Nobody fetches dependencies when a chart is installed: they lie in `charts/`. */
export const chartDependencyMissing = chartRule(
  {
    code: 'chart-dependency-missing',
    why: 'Helm installs no chart whose dependencies are not in it.',
    source: `${containerPolicies}; Helm documentation, "Charts" (chart dependencies)`,
    severity: { marketplace: 'error', ecr: 'error', oci: 'error' },
    awsCode: 'INVALID_DEPENDENT_HELM_CHARTS',
  },
  ({ dependencies }) =>
    dependencies
      // Of subcharts helm asks for none.
      .filter(({ subchart, isVendored }) => subchart === '' && !isVendored)
      .map(({ name, path, range }) => ({
        path,
        range,
        message: `The dependency ${quote(name)} is not in charts/.`,
        hint: 'Fetch it: helm dependency build.',
      })),
);
