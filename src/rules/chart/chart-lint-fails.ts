import { chartRule, containerPolicies } from './chart-rule.ts';
import { helmPlace, helmWords } from './helm-words.ts';

/** What `helm lint` says of the chart with its default values; nothing is known of that without helm. */
export const chartLintFails = chartRule(
  {
    code: 'chart-lint-fails',
    why: 'AWS Marketplace lints a chart with its default values before anything else.',
    source: containerPolicies,
    severity: { marketplace: 'error', ecr: 'warning', oci: 'warning' },
    helpedBy: 'rendered',
    awsCode: 'INVALID_HELM_LINT',
  },
  (chart, rendered) =>
    (rendered?.lint ?? []).map((said) => ({
      ...helmPlace(chart, said),
      message: `helm lint refuses the chart: ${helmWords(said)}.`,
      hint: 'Correct it, so that helm lint passes without any values of your own.',
    })),
);
