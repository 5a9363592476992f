import type { FieldData, TextShape } from '../field-spec.ts';
import { helmServices } from '../lists/services.ts';
import { licenseSecret, serviceAccount } from '../placeholder.ts';
import { chartFault } from '../values/chart.ts';
import { parameterFault, parameterKeyFault } from '../values/parameter.ts';
import { deliveryPath, descriptionFields, imagesField, optionFields, servicesField, whenAdded } from './delivery.ts';

const details = 'HelmDeliveryOptionDetails';

/** AWS checks release, namespace and account by an expression that it does not publish; Kubernetes wants a DNS label. */
const label: TextShape = {
  kind: 'text',
  most: 50,
  pattern: {
    test: /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/,
    means: 'lower-case letters, digits and -, with neither end a -',
    isSoft: true,
  },
  sample: 'example',
};

/** The chart of an option; for add-ons it is the same. */
export function chartField(member: string): FieldData {
  return {
    id: 'chart',
    label: 'Helm chart',
    aliases: ['Helm chart URI', 'HelmChartUri', 'Helm chart URL'],
    required: whenAdded,
    shape: {
      kind: 'text',
      most: 1000,
      judge: chartFault,
      sample: '709825985650.dkr.ecr.us-east-1.amazonaws.com/seller/product/chart:9.1.0',
    },
    help: "Address of the chart in AWS Marketplace's registry, with its version as the tag.",
    path: deliveryPath(member, 'HelmChartUri'),
    awsCodes: {
      missing: 'INVALID_HELM_CHART_URI',
      long: 'INVALID_HELM_CHART_URI',
      remote: [
        'INVALID_HELM_CHART',
        'INVALID_HELM_LINT',
        'INVALID_HELM_TEMPLATE',
        'INVALID_HELM_CHART_IMAGES',
        'INVALID_HELM_UNDECLARED_IMAGES',
        'INCOMPATIBLE_HELM_OBJECTS',
        'INVALID_HELM_OBJECTS',
        'INVALID_DEPENDENT_HELM_CHARTS',
        'INVALID_HELM_SENSITIVE_CONFIG',
        'MISSING_IMAGE_TAG',
      ],
    },
  };
}

const parameters: readonly FieldData[] = [
  {
    id: 'key',
    label: 'Key',
    aliases: ['Helm key', 'Parameter key'],
    required: 'always',
    shape: {
      kind: 'text',
      most: 50,
      // The guide's message allows letters, digits, quotes and plus signs; its own samples have dots. Both pages disagree.
      pattern: {
        test: /^[A-Za-z0-9_.+"[\]\\-]+$/,
        means: 'a key in dot notation, such as serviceAccount.name',
        isSoft: true,
      },
      judge: parameterKeyFault,
      sample: 'serviceAccount.name',
    },
    help: 'The key of values.yaml, in dot notation.',
    path: deliveryPath(details, 'OverrideParameters[].Key'),
    awsCodes: {
      form: 'OVERRIDE_PARAMETER_KEYS_CONTAINS_SPECIAL_CHARS',
      twice: 'DUPLICATE_OVERRIDE_PARAMETER_KEYS',
      remote: ['OVERRIDE_PARAMETER_KEYS_CONTAINS_RESERVED_PARAMETER_KEYS'],
    },
  },
  {
    id: 'value',
    label: 'Default value',
    aliases: ['DefaultValue', 'Default', 'Value'],
    required: 'always',
    shape: { kind: 'text', most: 150, judge: parameterFault, sample: 'default' },
    help: `What it is set to unless the buyer changes it. ${serviceAccount} is replaced by the service account, ${licenseSecret} by the secret of the licence.`,
    path: deliveryPath(details, 'OverrideParameters[].DefaultValue'),
  },
  {
    id: 'label',
    label: 'Label',
    isRetired: true,
    shape: { kind: 'text', most: 50, isProse: true, sample: 'Service account' },
    help: 'The name of the parameter for buyers.',
    path: deliveryPath(details, 'OverrideParameters[].Metadata.Label'),
  },
  {
    id: 'description',
    label: 'Description',
    isRetired: true,
    shape: { kind: 'text', most: 200, isProse: true, sample: 'Runs the pods' },
    help: 'What the parameter is for.',
    path: deliveryPath(details, 'OverrideParameters[].Metadata.Description'),
  },
  {
    id: 'obfuscate',
    label: 'Obfuscate',
    isRetired: true,
    shape: { kind: 'text', values: ['true', 'false'] },
    help: 'Whether what the buyer types is hidden.',
    path: deliveryPath(details, 'OverrideParameters[].Metadata.Obfuscate'),
  },
];

/** Delivery as a Helm chart (developer guide, AddDeliveryOptions, HelmDeliveryOptionDetails). */
export const helmOption: readonly FieldData[] = [
  ...optionFields,
  ...descriptionFields(details),
  chartField(details),
  imagesField(details),
  servicesField(details, helmServices, 2),
  {
    id: 'release',
    label: 'Helm release name',
    aliases: ['Release name', 'ReleaseName'],
    shape: label,
    help: 'The name of the release in the commands that buyers are shown. Without it Helm makes one up.',
    path: deliveryPath(details, 'ReleaseName'),
    awsCodes: { form: 'INVALID_RELEASE_NAME', long: 'INVALID_RELEASE_NAME' },
  },
  {
    id: 'namespace',
    label: 'Helm installation namespace',
    aliases: ['Namespace', 'Kubernetes namespace', 'Installation namespace'],
    required: { when: 'the product is paid (the portal wants it then)' },
    shape: label,
    help: 'The namespace that the chart is installed in.',
    path: deliveryPath(details, 'Namespace'),
    awsCodes: { form: 'INVALID_NAMESPACE', long: 'INVALID_NAMESPACE' },
  },
  {
    id: 'serviceAccount',
    label: 'Kubernetes service account name',
    aliases: ['Service account name', 'MarketplaceServiceAccountName', 'Kubernetes service account'],
    required: { when: `the product is paid and no override parameter is ${serviceAccount}` },
    shape: label,
    help: 'The service account that pods meter or check licences under. The portal ties it to an IAM role of the buyer.',
    path: deliveryPath(details, 'MarketplaceServiceAccountName'),
  },
  {
    id: 'overrides',
    label: 'Override parameters',
    aliases: ['OverrideParameters', 'Override parameter'],
    shape: { kind: 'groups', least: 0, most: 15, fields: parameters, unique: 'key' },
    help: `Values that the installation commands set: up to 15. One may be ${serviceAccount}; EKS-Anywhere needs one ${licenseSecret}.`,
    path: deliveryPath(details, 'OverrideParameters'),
    awsCodes: { remote: ['OVERRIDE_PARAMETER_KEYS_CONTAINS_RESERVED_PARAMETER_KEYS'] },
  },
  {
    id: 'quickLaunch',
    label: 'Quick launch',
    aliases: ['QuickLaunchEnabled', 'Quick launch enabled'],
    isRetired: true,
    shape: { kind: 'text', values: ['true', 'false'] },
    help: 'Whether buyers may install from a console page.',
    path: deliveryPath(details, 'QuickLaunchEnabled'),
  },
];
