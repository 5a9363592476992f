import { quote } from '#formats';
import { chartRule, securityPolicies } from './chart-rule.ts';
import { literalValueSecret } from './literal-value-secret.ts';

/** A default password is the same in every installation. What it is, nobody is told here. */
export const chartPassword = chartRule(
  {
    code: 'chart-password',
    why: 'Whoever has the chart knows the password of every installation that did not change it.',
    source: securityPolicies,
    severity: { marketplace: 'error', ecr: 'warning', oci: 'warning' },
    awsCode: 'INVALID_HELM_SENSITIVE_CONFIG',
  },
  ({ values }) =>
    values.flatMap(({ path, entries }) =>
      entries.flatMap((entry) => {
        const what = literalValueSecret(entry);
        if (what === undefined) return [];
        const message = `The value ${quote(entry.path.join('.'))} holds ${what}, written out.`;
        const hint = 'Leave it empty, and have it come from a Secret that the buyer makes.';
        return [{ path, range: entry.range, message, hint }];
      }),
    ),
);
