import type { FieldData, TextShape } from '../field-spec.ts';
import { operatingSystems } from '../lists/operating-systems.ts';
import { cidrFault } from '../values/cidr.ts';
import { instanceType } from './ami-product.ts';
import { amiTemplates } from './ami-templates.ts';
import { approvalField, formField, productField } from './common.ts';
import { versionFields } from './version.ts';

/**
 * A version of an AMI product: one image of one architecture, and templates around it (developer guide, "Work with AMI-based
 * products", AddDeliveryOptions).
 */
function path(member: string): { changes: readonly string[]; json: string } {
  return {
    changes: ['AddDeliveryOptions', 'UpdateDeliveryOptions'],
    json: `DeliveryOptions[0].Details.AmiDeliveryOptionDetails.${member}`,
  };
}

const port: TextShape = { kind: 'text', range: { least: 1, most: 65_535 }, sample: '443' };
const usage = {
  missing: 'INVALID_USAGE_INSTRUCTIONS',
  long: 'INVALID_USAGE_INSTRUCTIONS',
  characters: 'INVALID_INPUT',
};

const source: readonly FieldData[] = [
  {
    id: 'ami',
    label: 'AMI ID',
    aliases: ['AmiId', 'AMI'],
    required: 'always',
    shape: {
      kind: 'text',
      pattern: {
        test: /^ami-(?:[a-zA-Z0-9]{8}|[a-zA-Z0-9]{17})$/,
        means: 'one image, as ami- with 8 or 17 letters and digits',
      },
      sample: 'ami-0123456789abcdef0',
    },
    help: 'The image: in us-east-1, your own, unencrypted, without a product code. A version has one, so one architecture; it cannot be changed later.',
    path: path('AmiSource.AmiId'),
    awsCodes: {
      missing: 'INVALID_AMI_ID',
      form: 'INVALID_AMI_ID',
      remote: [
        'INVALID_AMI_NAME',
        'EXISTING_AMI_PRODUCT_CODE',
        'INVALID_AMI_ARCHITECTURE',
        'INVALID_AMI_VIRTUALIZATION_TYPE',
        'INCOMPATIBLE_AMI',
        'ASSET_NOT_FOUND',
        'SCAN_ERROR',
      ],
    },
  },
  {
    id: 'accessRole',
    label: 'IAM access role ARN',
    aliases: ['Access role ARN', 'AccessRoleArn', 'IAM role ARN'],
    required: 'always',
    shape: {
      kind: 'text',
      pattern: {
        test: /^arn:aws:iam::\d{12}:role\/[a-zA-Z_0-9+=,.@\-/]+$/,
        means: 'the ARN of a role, such as arn:aws:iam::123456789012:role/Ingestion',
      },
      sample: 'arn:aws:iam::123456789012:role/Ingestion',
    },
    help: 'The role that AWS Marketplace shares the image with itself by; it has the policy AWSMarketplaceAmiIngestion.',
    path: path('AmiSource.AccessRoleArn'),
    awsCodes: { remote: ['ASSET_ACCESS_EXCEPTION'] },
  },
  {
    id: 'user',
    label: 'OS user name',
    aliases: ['UserName', 'User name', 'Operating system user name'],
    required: 'always',
    shape: {
      kind: 'text',
      most: 32,
      pattern: { test: /^[a-zA-Z][a-zA-Z0-9_-]*$/, means: 'a letter, then letters, digits, _ and -' },
      sample: 'ec2-user',
    },
    help: 'The user that AWS scans the image as, by SSH or RDP.',
    path: path('AmiSource.UserName'),
  },
  {
    id: 'scanningPort',
    label: 'Scanning port',
    aliases: ['ScanningPort', 'Scan port'],
    shape: { ...port, sample: '22' },
    help: 'The port that AWS scans through: 22 unless said otherwise. It must answer 10.0.0.0/16 and 10.2.0.0/16.',
    path: path('AmiSource.ScanningPort'),
    awsCodes: { form: 'INVALID_SCANNING_PORT' },
  },
  {
    id: 'os',
    label: 'Operating system',
    aliases: ['OperatingSystemName', 'Operating system name', 'OS'],
    required: 'always',
    shape: { kind: 'text', most: 100, list: operatingSystems },
    help: "The operating system, in capitals as AWS's samples have it.",
    path: path('AmiSource.OperatingSystemName'),
    awsCodes: {
      missing: 'INCOMPATIBLE_OPERATING_SYSTEM_NAME',
      long: 'INCOMPATIBLE_OPERATING_SYSTEM_NAME',
      value: 'INCOMPATIBLE_OPERATING_SYSTEM_NAME',
      remote: ['INCOMPATIBLE_OPERATING_SYSTEM'],
    },
  },
  {
    id: 'osVersion',
    label: 'OS version',
    aliases: ['OperatingSystemVersion', 'Operating system version'],
    required: 'always',
    shape: { kind: 'text', most: 100, sample: 'Fedora 41' },
    help: 'The version of the operating system, as buyers know it.',
    path: path('AmiSource.OperatingSystemVersion'),
    awsCodes: {
      missing: 'INCOMPATIBLE_OPERATING_SYSTEM_VERSION',
      long: 'INCOMPATIBLE_OPERATING_SYSTEM_VERSION',
    },
  },
  {
    id: 'afis',
    label: 'AFI IDs',
    aliases: ['AfiIds', 'Amazon FPGA images'],
    shape: {
      kind: 'list',
      least: 0,
      most: 15,
      separator: ',',
      item: {
        kind: 'text',
        pattern: { test: /^afi-[a-zA-Z0-9]{17}$/, means: 'afi- with 17 letters and digits' },
        sample: 'afi-0123456789abcdef0',
      },
    },
    help: 'Amazon FPGA images that belong to the image. The recommended instance type must have an FPGA then.',
    path: path('AmiSource.AfiIds'),
    awsCodes: { remote: ['MISSING_FPGA_INSTANCE_TYPE'] },
  },
];

const securityGroups: readonly FieldData[] = [
  {
    id: 'protocol',
    label: 'Protocol',
    aliases: ['IpProtocol', 'IP protocol'],
    required: 'always',
    shape: { kind: 'text', values: ['tcp', 'udp'] },
    help: 'tcp or udp.',
    path: path('SecurityGroups[].IpProtocol'),
    awsCodes: { missing: 'INVALID_SECURITY_GROUP', value: 'INVALID_SECURITY_GROUP_PROTOCOL' },
  },
  {
    id: 'from',
    label: 'From port',
    aliases: ['FromPort'],
    required: 'always',
    shape: port,
    help: 'The first port that is open.',
    path: path('SecurityGroups[].FromPort'),
    awsCodes: { missing: 'INVALID_SECURITY_GROUP', form: 'INVALID_SECURITY_GROUP' },
  },
  {
    id: 'to',
    label: 'To port',
    aliases: ['ToPort'],
    required: 'always',
    shape: port,
    help: 'The last port that is open.',
    path: path('SecurityGroups[].ToPort'),
    awsCodes: { missing: 'INVALID_SECURITY_GROUP', form: 'INVALID_SECURITY_GROUP' },
  },
  {
    id: 'addresses',
    label: 'IP ranges',
    aliases: ['IpRanges', 'CIDR', 'CIDR IPs', 'IP range'],
    required: 'always',
    shape: {
      kind: 'list',
      least: 1,
      most: 5,
      separator: ',',
      item: { kind: 'text', judge: cidrFault, sample: '0.0.0.0/0' },
    },
    help: 'Addresses that may connect, separated by commas.',
    path: path('SecurityGroups[].IpRanges'),
    awsCodes: { missing: 'INVALID_SECURITY_GROUP', twice: 'INVALID_CIDR_IP', many: 'INVALID_SECURITY_GROUP' },
  },
];

const launch: readonly FieldData[] = [
  {
    id: 'usage',
    label: 'Usage instructions',
    aliases: ['UsageInstructions', 'Launch instructions'],
    required: 'always',
    shape: { kind: 'text', most: 4000, isProse: true, sample: 'Sign in as ec2-user.' },
    help: 'Every step from the launch to a running product: how to sign in, where sensitive data lies, how keys are rotated, how to see that it runs.',
    path: path('UsageInstructions'),
    awsCodes: usage,
  },
  {
    id: 'recommended',
    label: 'Recommended instance type',
    aliases: ['RecommendedInstanceType'],
    required: 'always',
    shape: instanceType,
    help: 'The instance type that launches begin with. It must be among those of the listing.',
    path: path('RecommendedInstanceType'),
    awsCodes: {
      missing: 'INVALID_RECOMMENDED_INSTANCE_TYPE',
      long: 'INVALID_RECOMMENDED_INSTANCE_TYPE',
      form: 'INVALID_RECOMMENDED_INSTANCE_TYPE',
      value: 'INVALID_RECOMMENDED_INSTANCE_TYPE',
      remote: ['RECOMMENDED_INSTANCE_TYPE_NOT_AVAILABLE'],
    },
  },
  {
    id: 'endpointProtocol',
    label: 'Endpoint protocol',
    aliases: ['Access endpoint protocol', 'Endpoint URL protocol'],
    required: { when: 'Endpoint port is there', field: 'endpointPort', is: 'present' },
    shape: { kind: 'text', values: ['http', 'https'] },
    help: 'How a browser reaches the product once it runs.',
    path: path('AccessEndpointUrl.Protocol'),
  },
  {
    id: 'endpointPort',
    label: 'Endpoint port',
    aliases: ['Access endpoint port', 'Endpoint URL port'],
    required: { when: 'Endpoint protocol is there', field: 'endpointProtocol', is: 'present' },
    shape: port,
    help: 'The port of that page.',
    path: path('AccessEndpointUrl.Port'),
    awsCodes: { missing: 'INVALID_ACCESS_ENDPOINT_PORT', form: 'INVALID_ACCESS_ENDPOINT_PORT' },
  },
  {
    id: 'endpointPath',
    label: 'Endpoint relative URL',
    aliases: ['Endpoint relative path', 'RelativePath', 'Endpoint URL relative URL'],
    onlyWith: { when: 'Endpoint port is there', field: 'endpointPort', is: 'present' },
    shape: {
      kind: 'text',
      most: 2000,
      pattern: { test: /^[^/\s]\S*$/, means: 'a path without blanks and without a / at its beginning' },
      sample: 'index.html',
    },
    help: 'The path of that page.',
    path: path('AccessEndpointUrl.RelativePath'),
    awsCodes: { form: 'INVALID_ACCESS_ENDPOINT_RELATIVE_PATH', long: 'INVALID_ACCESS_ENDPOINT_RELATIVE_PATH' },
  },
  {
    id: 'securityGroups',
    label: 'Security group recommendations',
    aliases: ['Security groups', 'SecurityGroups', 'Security group'],
    required: 'always',
    shape: { kind: 'groups', least: 1, most: 25, fields: securityGroups },
    help: 'Ports that launches open, and for whom. Leave SSH and RDP open for nobody but the buyer.',
    path: path('SecurityGroups'),
    awsCodes: { missing: 'INVALID_SECURITY_GROUP', few: 'INVALID_SECURITY_GROUP', many: 'INVALID_SECURITY_GROUP' },
  },
];

export const amiVersion: readonly FieldData[] = [
  formField,
  productField('always'),
  ...versionFields('always'),
  ...source,
  ...launch,
  {
    id: 'templates',
    label: 'Deployment templates',
    aliases: ['CloudFormation templates', 'Deployment template'],
    shape: { kind: 'groups', least: 0, most: 3, fields: amiTemplates, unique: 'title' },
    help: 'Up to three CloudFormation templates around the same image.',
    path: { changes: ['AddDeliveryOptions', 'UpdateDeliveryOptions'], json: 'DeliveryOptions[]' },
  },
  approvalField,
];
