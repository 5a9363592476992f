import { quote } from '#formats';
import { addonPolicies, chartRule } from './chart-rule.ts';

/** Of a product that is not known to be paid it may be right: nothing of it calls AWS then. */
export const addonServiceAccount = chartRule(
  {
    code: 'addon-service-account',
    why: 'EKS binds a role to the service accounts of an add-on, so they are made with it by default.',
    source: addonPolicies,
    only: 'eks-add-on',
  },
  ({ values, isPaid }) =>
    values.flatMap(({ path, subchart, entries }) =>
      entries.flatMap(({ path: value, value: is, range }) => {
        if (subchart !== '' || is !== false || !/^serviceAccount\0create$/.test(value.slice(-2).join('\0'))) return [];
        const message = `No service account is made by default (${quote(value.join('.'))}).`;
        const hint = 'Set it to true: EKS binds the role to the account that the add-on makes.';
        return [{ path, range, message, hint, ...(isPaid ? {} : { severity: 'warning' as const }) }];
      }),
    ),
);
