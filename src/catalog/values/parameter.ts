import { quote } from '#formats';
import { nearestValue } from '../checks/nearest-value.ts';
import type { ValueFault } from '../field-spec.ts';
import { licenseSecret, serviceAccount } from '../placeholder.ts';

/** What AWS Marketplace fills in, with its code where it is needed and not there. */
const filledIn: Readonly<Record<string, string>> = {
  [serviceAccount]: 'NO_SERVICE_ACCOUNT_CONFIGURATION',
  [licenseSecret]: 'NO_LICENSE_SECRET_KEYS',
};

/** A `${…}` in the value of an override parameter that AWS Marketplace does not fill in: it knows two. */
export function parameterFault(text: string): ValueFault | undefined {
  const unknown = text.match(/\$\{[^}]*\}/g)?.find((name) => !Object.hasOwn(filledIn, name));
  if (unknown === undefined) return undefined;
  const names = Object.keys(filledIn);
  const near = nearestValue(unknown, names);
  const awsCode = near === undefined ? undefined : filledIn[near];
  const message = `AWS Marketplace fills in no ${quote(unknown)}.`;
  const hint = near === undefined ? `It fills in ${names.join(' and ')}.` : `Is ${near} meant?`;
  return { message, hint, ...(awsCode === undefined ? {} : { awsCode }), isWarning: true };
}

/** A key of values.yaml with a part that names nothing: `.`, `a..b`, `-`. A dot behind a `\` is one of the name. */
export function parameterKeyFault(text: string): ValueFault | undefined {
  if (text.split(/(?<!\\)\./).every((part) => /[A-Za-z0-9]/.test(part))) return undefined;
  return {
    message: `${quote(text)} is no key in dot notation.`,
    hint: 'Name a value of values.yaml, as in serviceAccount.name.',
    awsCode: 'OVERRIDE_PARAMETER_KEYS_CONTAINS_SPECIAL_CHARS',
    isWarning: true,
  };
}
