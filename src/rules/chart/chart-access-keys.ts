import { quote } from '#formats';
import type { FoundInChart } from './chart-problems.ts';
import { chartRule, securityPolicies } from './chart-rule.ts';

/** AWS's own names, as a variable of the environment and as a value. */
const certain = /^aws_?(?:access_?key(?:_?id)?|secret_?(?:access_?)?key|session_?token)$/i;
/** Names that keys of other stores have too: of MinIO, of an S3 by another name. */
const likely = /^(?:access_?key_?id|secret_?access_?key|access_?key|s3_?(?:access|secret)_?key)$/i;

const hint = 'Let pods get their role from a service account (IRSA), and take the values out.';

/** A product asks for no access keys of AWS: on EKS a role comes with the service account. */
export const chartAccessKeys = chartRule(
  {
    code: 'chart-access-keys',
    why: 'Access keys last for ever and are passed around. AWS Marketplace refuses products that ask for them.',
    source: securityPolicies,
    severity: { marketplace: 'error', ecr: 'info', oci: 'info' },
    awsCode: 'INVALID_HELM_SENSITIVE_CONFIG',
  },
  ({ values, templates }) => {
    const ofValues = values.flatMap(({ path, subchart, entries }) =>
      entries.flatMap(({ path: value, range }): FoundInChart[] => {
        const name = value.at(-1) ?? '';
        const isCertain = certain.test(name);
        if (!isCertain && !likely.test(name)) return [];
        const message = `The value ${quote(value.join('.'))} asks for an access key${isCertain ? ' of AWS' : ', of AWS perhaps'}.`;
        // What is not the chart's own nobody may set.
        const isLess = !isCertain || subchart !== '';
        return [{ path, range, message, hint, ...(isLess ? { severity: 'warning' as const } : {}) }];
      }),
    );
    const ofTemplates = templates.flatMap(({ path, subchart, keys }) =>
      keys.flatMap(({ key, value, range }): FoundInChart[] => {
        const name = key === 'name' ? value.replace(/^["']|["']$/g, '') : key;
        if (!/^AWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY)$/.test(name)) return [];
        const message = `A container gets ${name}.`;
        return [{ path, range, message, hint, ...(subchart === '' ? {} : { severity: 'warning' as const }) }];
      }),
    );
    return [...ofValues, ...ofTemplates];
  },
);
