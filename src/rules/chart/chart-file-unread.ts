import { fileStart } from './chart-problems.ts';
import { chartRule, containerPolicies } from './chart-rule.ts';

/** No rule is silent about what it could not see. */
export const chartFileUnread = chartRule(
  {
    code: 'chart-file-unread',
    why: 'AWS Marketplace looks at every template and at all default values; what could not be read here may be refused there.',
    source: containerPolicies,
    severity: { marketplace: 'warning' },
  },
  ({ unread }) =>
    unread.map((path) => ({
      path,
      range: fileStart,
      message: 'The file is too large, or no text: no rule has looked into it.',
      hint: 'Split it, or move what is no template into files/.',
    })),
);
