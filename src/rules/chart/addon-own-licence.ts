import { quote } from '#formats';
import { addonPolicies, chartRule } from './chart-rule.ts';

const licence = /^(?:(?:enterprise|product)_?)?licen[cs]e(?:_?(?:key|file|secret|token))?$/i;

/** A licence that buyers bring (BYOL) shows in the values that ask for one. */
export const addonOwnLicence = chartRule(
  {
    code: 'addon-own-licence',
    why: 'An add-on is bought through AWS Marketplace; none asks for a licence that was bought elsewhere.',
    source: addonPolicies,
    severity: { marketplace: 'warning' },
    only: 'eks-add-on',
  },
  ({ values }) =>
    values.flatMap(({ path, subchart, entries }) =>
      entries.flatMap(({ path: value, value: is, range }) => {
        const isText = is === null || typeof is === 'string';
        if (subchart !== '' || value[0] === 'awsmp' || !isText || !licence.test(value.at(-1) ?? '')) return [];
        const message = `The value ${quote(value.join('.'))} seems to ask for a licence of the buyer's own.`;
        return [{ path, range, message, hint: 'Take it out, and check the licence with AWS License Manager.' }];
      }),
    ),
);
