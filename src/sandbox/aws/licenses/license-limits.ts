/** What License Manager says of a value that it is sent. */
export type Limit =
  | {
      readonly kind: 'text';
      readonly max?: number;
      readonly pattern?: string;
      readonly oneOf?: readonly string[];
    }
  | { readonly kind: 'number'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'flag' }
  | { readonly kind: 'list'; readonly of: Limit; readonly max?: number }
  | StructureLimit;

/** Members by their names. */
export interface StructureLimit {
  readonly kind: 'structure';
  readonly required: readonly string[];
  readonly members: Readonly<Record<string, Limit>>;
}

const text: Limit = { kind: 'text' };
const arn: Limit = {
  kind: 'text',
  max: 2048,
  pattern:
    '^arn:aws(-(cn|us-gov|iso-b|iso-c|iso-d))?:[A-Za-z0-9][A-Za-z0-9_/.-]{0,62}:[A-Za-z0-9_/.-]{0,63}:[A-Za-z0-9_/.-]{0,63}:[A-Za-z0-9][A-Za-z0-9:_/+=,@.-]{0,1023}$',
};
const clientToken: Limit = { kind: 'text', max: 2048, pattern: '\\S+' };
const properties: Limit = { kind: 'list', max: 3, of: text };

const sizes = ['Bytes', 'Kilobytes', 'Megabytes', 'Gigabytes', 'Terabytes'];
const bits = ['Bits', 'Kilobits', 'Megabits', 'Gigabits', 'Terabits'];
const units = [
  'Count',
  'None',
  'Seconds',
  'Microseconds',
  'Milliseconds',
  ...sizes,
  ...bits,
  'Percent',
  ...[...sizes, ...bits, 'Count'].map((unit) => `${unit}/Second`),
];

const entitlement: Limit = {
  kind: 'structure',
  required: ['Name', 'Unit'],
  members: { Name: text, Value: text, Unit: { kind: 'text', oneOf: units } },
};
const filter: Limit = {
  kind: 'structure',
  required: [],
  members: { Name: text, Values: { kind: 'list', of: text } },
};
const paged: Readonly<Record<string, Limit>> = {
  Filters: { kind: 'list', of: filter },
  NextToken: text,
  MaxResults: { kind: 'number', min: 1, max: 100 },
};

/** What each operation takes, as its model has it (botocore, `license-manager/2018-08-01/service-2.json`); a test compares them. */
export const licenseLimits = {
  CheckoutLicense: {
    kind: 'structure',
    required: ['ProductSKU', 'CheckoutType', 'KeyFingerprint', 'Entitlements', 'ClientToken'],
    members: {
      ProductSKU: text,
      CheckoutType: { kind: 'text', oneOf: ['PROVISIONAL', 'PERPETUAL'] },
      KeyFingerprint: text,
      Entitlements: { kind: 'list', of: entitlement },
      ClientToken: clientToken,
      Beneficiary: text,
      NodeId: text,
    },
  },
  CheckInLicense: structure(['LicenseConsumptionToken'], { LicenseConsumptionToken: text, Beneficiary: text }),
  ExtendLicenseConsumption: structure(['LicenseConsumptionToken'], {
    LicenseConsumptionToken: text,
    DryRun: { kind: 'flag' },
  }),
  ListReceivedLicenses: structure([], { LicenseArns: { kind: 'list', of: arn }, ...paged }),
  ListReceivedGrants: structure([], { GrantArns: { kind: 'list', of: arn }, ...paged }),
  ListDistributedGrants: structure([], { GrantArns: { kind: 'list', of: arn }, ...paged }),
  GetGrant: structure(['GrantArn'], { GrantArn: arn, Version: text }),
  GetLicense: structure(['LicenseArn'], { LicenseArn: arn, Version: text }),
  GetLicenseUsage: structure(['LicenseArn'], { LicenseArn: arn }),
  CreateToken: structure(['LicenseArn', 'ClientToken'], {
    LicenseArn: arn,
    RoleArns: { kind: 'list', of: arn },
    ExpirationInDays: { kind: 'number' },
    TokenProperties: properties,
    ClientToken: clientToken,
  }),
  GetAccessToken: structure(['Token'], {
    Token: { kind: 'text', max: 4096, pattern: '\\S+' },
    TokenProperties: properties,
  }),
} as const satisfies Readonly<Record<string, StructureLimit>>;

function structure(required: readonly string[], members: Readonly<Record<string, Limit>>): StructureLimit {
  return { kind: 'structure', required, members };
}
