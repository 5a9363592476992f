import type { FormOption } from '#formats';
import type { TextProblem } from '#problem';
import type { FieldSpec } from '../field-spec.ts';
import { fieldLike, isEmpty, textOfField, textsOf } from '../field-values.ts';
import { licenseSecret, serviceAccount } from '../placeholder.ts';
import { isOptionUpdate } from '../updates.ts';
import { problemAt } from './finding.ts';

/**
 * What the parameters of a Helm option must have together (developer guide, AddDeliveryOptions: NO_SERVICE_ACCOUNT_CONFIGURATION,
 * NO_LICENSE_SECRET_KEYS). Whether a product is paid, its form does not say; that a service account is missing is only told. A change of
 * an option that is there leaves the parameters as they are when it has none.
 */
export function checkHelm(option: FormOption, specs: readonly FieldSpec[]): TextProblem[] {
  const find = (id: string): FieldSpec | undefined => specs.find((spec) => spec.id === id);
  const [overrides, services, account] = [find('overrides'), find('services'), find('serviceAccount')];
  if (!overrides || !services || !account) return [];
  const field = fieldLike(option.fields, overrides);
  if (isOptionUpdate(option) && (!field || isEmpty(field.value))) return [];
  const place = field?.labelRange ?? option.kindRange;
  const values = defaults(option, overrides);
  const named = fieldLike(option.fields, account);
  const served = fieldLike(option.fields, services);
  const isAnywhere = served && textsOf(served.value, services.shape).some(({ text }) => text === 'EKS-Anywhere');
  const accounts = values.filter((value) => value === serviceAccount).length;
  const secrets = values.filter((value) => value === licenseSecret).length;
  const problems: TextProblem[] = [];
  const noAccount = 'NO_SERVICE_ACCOUNT_CONFIGURATION';
  if (accounts > 1) {
    const message = `${accounts} override parameters are ${serviceAccount}; AWS Marketplace takes one.`;
    problems.push(problemAt(place, 'form-value-invalid', { message, awsCode: noAccount }));
  }
  if (accounts === 0 && (!named || isEmpty(named.value))) {
    const message = `No service account is named, and no override parameter is ${serviceAccount}: a paid product needs one of them.`;
    problems.push(problemAt(place, 'form-field-missing', { severity: 'info', message, awsCode: noAccount }));
  }
  if (isAnywhere && secrets !== 1) {
    const message = `EKS-Anywhere needs one override parameter that is ${licenseSecret}; there are ${secrets}.`;
    problems.push(problemAt(place, 'form-value-invalid', { message, awsCode: 'NO_LICENSE_SECRET_KEYS' }));
  }
  return problems;
}

function defaults(option: FormOption, overrides: FieldSpec): string[] {
  const field = fieldLike(option.fields, overrides);
  const members = overrides.shape.kind === 'groups' ? overrides.shape.fields : [];
  const value = members.find(({ id }) => id === 'value');
  if (!value || field?.value.kind !== 'list') return [];
  return field.value.items.flatMap((item) => (item.kind === 'group' ? [textOfField(item.fields, value)] : []));
}
