import { type Rule, type RuleAbout, ruleOn } from '../rule.ts';
import type { ChartEvidence, RenderedEvidence } from './chart-evidence.ts';
import { chartProblems, type FoundInChart } from './chart-problems.ts';

/** The page of AWS that the rules of every delivery come from. */
export const containerPolicies =
  'AWS Marketplace seller guide, "Container-based product requirements", Helm chart requirements';
export const securityPolicies =
  'AWS Marketplace seller guide, "Container-based product requirements", security policies';
export const addonPolicies =
  'AWS Marketplace seller guide, "Container-based product requirements", Amazon EKS add-on requirements';

/** A rule about charts, with the code that AWS answers with. Those of EKS add-ons are asked of no other delivery. */
interface ChartRuleAbout extends Omit<RuleAbout, 'severity'> {
  /** Unless each kind of target has its own. */
  readonly severity?: RuleAbout['severity'];
  readonly awsCode?: string;
  readonly only?: 'eks-add-on';
}

/** A rule that needs a chart; `rendered` is there when a helm was at hand. */
export function chartRule(
  about: ChartRuleAbout,
  find: (chart: ChartEvidence, rendered: RenderedEvidence | undefined) => readonly FoundInChart[],
): Rule {
  const { awsCode, only, severity: grades = { marketplace: 'error' }, ...rest } = about;
  const rule = { rule: about.code, ...(awsCode === undefined ? {} : { awsCode }) };
  return ruleOn('chart', { ...rest, severity: grades }, (chart, severity, { rendered }) => {
    if (only !== undefined && chart.delivery !== only) return [];
    return chartProblems(chart, { ...rule, severity }, find(chart, rendered));
  });
}
