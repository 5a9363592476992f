import { quote } from '#formats';
import type { FoundInChart } from './chart-problems.ts';
import { fileStart } from './chart-problems.ts';
import { addonPolicies, chartRule } from './chart-rule.ts';
import { jsonPlace } from './json-place.ts';
import { fieldsOf, itemsOf } from './pod-specs.ts';

const parametersFile = 'aws_mp_addon_parameters.json';

const policy = /^arn:aws[\w-]*:iam::(?:aws|\d{12}):policy\/\S+$/;

/** The roles that EKS offers to make for the service accounts of an add-on. */
export const addonParameters = chartRule(
  {
    code: 'addon-parameters',
    why: 'EKS reads from this file which service accounts need which policies; what it cannot read, buyers set up by hand.',
    source: addonPolicies,
    only: 'eks-add-on',
  },
  ({ addonParameters: given, isPaid }) => {
    if (!given) return [];
    const at = (message: string, hint: string, key?: string): FoundInChart => ({
      ...(key === undefined || 'fault' in given
        ? { path: parametersFile, range: fileStart }
        : jsonPlace(parametersFile, given.text, key)),
      message,
      hint,
    });
    if ('fault' in given) return [at(`The parameters cannot be read: ${given.fault}`, 'Write them as JSON.')];
    const { permissions } = fieldsOf(given.value);
    const { isPodIdentityCompatible, permissionsList } = fieldsOf(permissions);
    const found: FoundInChart[] = [];
    if (typeof isPodIdentityCompatible !== 'boolean')
      found.push(
        at('permissions.isPodIdentityCompatible is neither true nor false.', 'Write one of them.', 'permissions'),
      );
    if (isPodIdentityCompatible === true && isPaid)
      found.push({
        ...at(
          'Pay-as-you-go add-ons use IRSA, not Pod Identity.',
          'Set it to false, unless the price is a contract alone.',
          'isPodIdentityCompatible',
        ),
        severity: 'warning',
      });
    if (!Array.isArray(permissionsList))
      found.push(
        at('permissions.permissionsList is no list.', 'Write one item for each service account.', 'permissions'),
      );
    for (const item of itemsOf(permissionsList)) {
      const { serviceAccount, managedPolicies } = fieldsOf(item);
      const name = typeof serviceAccount === 'string' ? serviceAccount : '';
      if (name === '')
        found.push(
          at('An item of permissionsList names no service account.', 'Write serviceAccount.', 'permissionsList'),
        );
      const policies = itemsOf(managedPolicies);
      if (policies.length === 0)
        found.push(
          at(
            `No policies are named for the service account ${quote(name)}.`,
            'List them under managedPolicies.',
            'permissionsList',
          ),
        );
      for (const one of policies)
        if (typeof one !== 'string' || !policy.test(one))
          found.push(
            at(`${quote(String(one))} is no ARN of a policy.`, 'Write arn:aws:iam::aws:policy/….', 'managedPolicies'),
          );
    }
    return found;
  },
);
