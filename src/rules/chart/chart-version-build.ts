import { quote } from '#formats';
import { fileStart } from './chart-problems.ts';
import { chartRule } from './chart-rule.ts';

/** Of a version that the settings give, reading them says the same. */
export const chartVersionBuild = chartRule(
  {
    code: 'chart-version-build',
    why: 'No tag can have a +. Helm pushes such a version with _ in its place, and the listing takes no chart by that tag.',
    source:
      'OCI distribution specification (tags); Helm documentation, "Use OCI-based registries"; AWS Marketplace developer guide, AddDeliveryOptions: INVALID_HELM_CHART_URI',
    severity: { marketplace: 'error' },
    awsCode: 'INVALID_HELM_CHART_URI',
  },
  ({ version }) => {
    if (!version.includes('+')) return [];
    const message = `The version ${quote(version)} has a + in it, which no tag can have.`;
    return [{ path: 'Chart.yaml', range: fileStart, message, hint: 'Release the chart under a version without +.' }];
  },
);
