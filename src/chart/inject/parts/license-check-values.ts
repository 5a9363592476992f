import type { Value } from '../../values/value-tree.ts';
import type { LicenseCheckPart } from '../injection-wish.ts';
import type { PartValue } from '../part-content.ts';

/** What the check of the licence reads of the values: by the settings what is asked for, as defaults how. */
export function licenseCheckValues(part: LicenseCheckPart, delivery: 'helm' | 'eks-add-on'): readonly PartValue[] {
  const { product, consumption, entitlements, image } = part;
  const holdsSeats = consumption === 'provisional' && entitlements.some(({ value }) => value !== undefined);
  return [
    fallback(['enabled'], true, `Whether the licence is checked ${when[delivery]}.`),
    wished(['image', 'registry'], image.registry, 'Image of the program that asks AWS License Manager.'),
    wished(['image', 'repository'], image.repository),
    ...(image.tag === undefined
      ? [wished(['image', 'digest'], image.digest ?? '')]
      : [wished(['image', 'tag'], image.tag)]),
    fallback(['image', 'pullPolicy'], 'IfNotPresent'),
    wished(['product'], product, 'Id of the product at AWS Marketplace.'),
    wished(['consumption'], consumption, howUsed[delivery]),
    wished(
      ['entitlements'],
      entitlements.map(({ name, unit, value }) => ({ name, unit, ...(value === undefined ? {} : { value }) })),
      'What is checked out.',
    ),
    fallback(
      ['failOpen'],
      true,
      'Whether it goes on when AWS cannot be reached. A licence that is expired, invalid or missing always stops it.',
    ),
    fallback(['checkIn'], holdsSeats, 'Whether what was checked out is given back at once.'),
    fallback(['region'], 'us-east-1', 'Region whose License Manager is asked: licences of AWS Marketplace are there.'),
    fallback(['patienceSeconds'], 30, 'How long one try waits for AWS, in seconds.'),
    ...(delivery === 'helm' ? hookValues : []),
    fallback(
      ['resources'],
      { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '256Mi' } },
      'Resources of the container.',
    ),
    fallback(['extraEnv'], [], 'Further environment of the container, such as HTTPS_PROXY and NO_PROXY.'),
  ];
}

const when = {
  helm: 'before the release is installed or upgraded',
  'eks-add-on': 'before pods of this chart start',
} as const;

const howUsed = {
  helm: 'provisional: held for an hour at most; perpetual: used up, once for a release in a namespace, and never by an upgrade.',
  'eks-add-on': 'provisional: held for an hour at most. Nothing else is possible, for each pod would use it up again.',
} as const;

function wished(path: readonly string[], value: Value, comment?: string): PartValue {
  return { path: ['licenseCheck', ...path], value, isWished: true, ...(comment === undefined ? {} : { comment }) };
}

function fallback(path: readonly string[], value: Value, comment?: string): PartValue {
  return { ...wished(path, value, comment), isWished: false };
}

/** What a Job of its own needs; in the pods of an add-on all of that is the pod's. */
const hookValues: readonly PartValue[] = [
  fallback(
    ['installation'],
    '',
    'Of a perpetual consumption: any text that tells this installation from one of the same name and namespace in another cluster.',
  ),
  fallback(['deadlineSeconds'], 240, 'How long all tries take at most, in seconds; Helm waits 300.'),
  fallback(
    ['serviceAccount', 'create'],
    true,
    'Whether a service account is made for the check. With a name, none is made: that account is there already.',
  ),
  fallback(
    ['serviceAccount', 'name'],
    '',
    'Name of an account that is there (the override parameter AWSMP_SERVICE_ACCOUNT).',
  ),
  fallback(
    ['serviceAccount', 'roleArn'],
    '',
    'ARN of the IAM role of an account that is made (IRSA). It needs license-manager:CheckoutLicense, ListReceivedLicenses and CheckInLicense.',
  ),
  fallback(['serviceAccount', 'annotations'], {}),
  fallback(
    ['licenseSecret'],
    '',
    'Outside AWS: Secret with license_token and iam_role, made with the licence (AWSMP_LICENSE_SECRET).',
  ),
  fallback(['imagePullSecrets'], []),
  fallback(['nodeSelector'], {}),
  fallback(['tolerations'], []),
];
