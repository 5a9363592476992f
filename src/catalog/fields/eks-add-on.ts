import type { FieldData } from '../field-spec.ts';
import { addOnTypes } from '../lists/add-on-types.ts';
import { kubernetesVersions } from '../lists/kubernetes-versions.ts';
import { placeholder } from '../placeholder.ts';
import { namespaceFault } from '../values/namespace.ts';
import { deliveryPath, descriptionFields, imagesField, optionFields, whenAdded } from './delivery.ts';
import { chartField } from './helm.ts';

const details = 'EksAddOnDeliveryOptionDetails';

/** Delivery as an add-on of EKS (developer guide, AddDeliveryOptions, EksAddOnDeliveryOptionDetails). */
export const eksAddOnOption: readonly FieldData[] = [
  ...optionFields,
  ...descriptionFields(details),
  {
    id: 'addOnName',
    label: 'Add-on name',
    aliases: ['AddOnName', 'Addon name'],
    required: whenAdded,
    shape: {
      kind: 'text',
      least: 3,
      most: 64,
      pattern: {
        test: /^[A-Za-z0-9][a-zA-Z0-9-]{1,62}[a-zA-Z0-9]$/,
        means: 'letters, digits and -, beginning and ending with a letter or digit',
      },
      sample: 'example-monitor',
    },
    help: 'The name in the list of add-ons, where AWS puts your alias before it. A product has one for all its versions.',
    path: deliveryPath(details, 'AddOnName'),
    awsCodes: {
      missing: 'INVALID_ADDON_NAME',
      long: 'INVALID_ADDON_NAME',
      form: 'INVALID_ADDON_NAME_PATTERN',
      remote: ['DUPLICATE_ADDON_NAME', 'INCOMPATIBLE_ADDON_NAME'],
    },
  },
  {
    id: 'addOnVersion',
    label: 'Add-on version',
    aliases: ['AddOnVersion', 'Addon version'],
    required: whenAdded,
    shape: {
      kind: 'text',
      least: 3,
      most: 50,
      pattern: { test: /^\d+\.\d+\.\d+$/, means: 'major.minor.patch, such as 1.2.3' },
      sample: '1.2.3',
    },
    help: 'The version that clusters install, as major.minor.patch. EKS shows it as v1.2.3-eksbuild.1.',
    path: deliveryPath(details, 'AddOnVersion'),
    awsCodes: {
      missing: 'INVALID_ADDON_VERSION_PATTERN',
      long: 'INVALID_ADDON_VERSION_PATTERN',
      form: 'INVALID_ADDON_VERSION_PATTERN',
      remote: ['DUPLICATE_ADDON_VERSION'],
    },
  },
  {
    id: 'addOnType',
    label: 'Add-on type',
    aliases: ['AddOnType', 'Addon type'],
    required: whenAdded,
    shape: { kind: 'text', least: 3, most: 100, list: addOnTypes },
    help: 'What the add-on is for. A product has one for all its versions.',
    path: deliveryPath(details, 'AddOnType'),
    awsCodes: {
      missing: 'INVALID_ADDON_TYPE',
      long: 'INVALID_ADDON_TYPE',
      form: 'INVALID_ADDON_TYPE',
      value: 'INVALID_ADDON_TYPE',
      remote: ['INCOMPATIBLE_ADDON_TYPE'],
    },
  },
  chartField(details),
  imagesField(details),
  {
    id: 'kubernetes',
    label: 'Kubernetes version',
    aliases: ['Kubernetes versions', 'CompatibleKubernetesVersions', 'Compatible Kubernetes versions'],
    required: whenAdded,
    shape: {
      kind: 'list',
      least: 1,
      most: 30,
      separator: ',',
      item: {
        kind: 'text',
        pattern: { test: /^\d+\.\d+$/, means: 'major.minor, such as 1.33' },
        list: kubernetesVersions,
      },
    },
    help: 'Versions of Kubernetes that the add-on was tested with on EKS.',
    path: deliveryPath(details, 'CompatibleKubernetesVersions'),
    awsCodes: {
      missing: 'INVALID_KUBERNETES_VERSION',
      few: 'INVALID_KUBERNETES_VERSION',
      many: 'INVALID_KUBERNETES_VERSION',
      form: 'INVALID_KUBERNETES_VERSION',
      value: 'INVALID_KUBERNETES_VERSION',
      twice: 'DUPLICATE_KUBERNETES_VERSIONS',
      remote: ['AUDIT_ERROR'],
    },
  },
  {
    id: 'architectures',
    label: 'Architecture',
    aliases: ['Architectures', 'SupportedArchitectures', 'Supported architectures'],
    required: whenAdded,
    shape: { kind: 'list', least: 1, most: 2, separator: ',', item: { kind: 'text', values: ['amd64', 'arm64'] } },
    help: 'Architectures of the images. The requirements for add-ons ask for both.',
    path: deliveryPath(details, 'SupportedArchitectures'),
    awsCodes: {
      missing: 'INVALID_ARCHITECTURE',
      few: 'INVALID_ARCHITECTURE',
      many: 'INVALID_ARCHITECTURE',
      value: 'INVALID_ARCHITECTURE',
      twice: 'DUPLICATE_SUPPORTED_ARCHITECTURES',
    },
  },
  {
    id: 'namespace',
    label: 'Namespace',
    aliases: ['Add-on namespace', 'Kubernetes namespace'],
    required: whenAdded,
    shape: {
      kind: 'text',
      most: 63,
      pattern: {
        test: /^[a-z0-9][-a-z0-9]{1,61}[a-z0-9]$/,
        means: '3 to 63 lower-case letters, digits and -, with neither end a -',
      },
      judge: namespaceFault,
      sample: 'example',
    },
    help: 'The namespace that the add-on is installed in: not default, kube-system or kube-public. A product has one for all its versions.',
    path: deliveryPath(details, 'Namespace'),
    awsCodes: {
      missing: 'INVALID_ADDON_NAMESPACE',
      long: 'INVALID_ADDON_NAMESPACE',
      form: 'INVALID_ADDON_NAMESPACE',
      remote: ['INCOMPATIBLE_ADDON_NAMESPACE'],
    },
  },
  {
    id: 'environment',
    label: 'Environment override parameters',
    aliases: ['EnvironmentOverrideParameters', 'Environment override parameter'],
    shape: {
      kind: 'groups',
      least: 0,
      most: 15,
      unique: 'key',
      fields: [
        {
          id: 'key',
          label: 'Key',
          required: 'always',
          shape: { kind: 'text', most: 200, sample: 'cluster.region' },
          help: 'The key of values.yaml, in dot notation.',
          path: deliveryPath(details, 'EnvironmentOverrideParameters[].Key'),
          awsCodes: { twice: 'DUPLICATE_ENVIRONMENT_OVERRIDE_PARAMETER_KEY' },
        },
        {
          id: 'value',
          label: 'Value',
          aliases: ['Default value'],
          required: 'always',
          shape: { kind: 'text', values: [placeholder('AWS_REGION'), placeholder('AWS_EKS_CLUSTER_NAME')] },
          help: 'What EKS puts there: the region or the name of the cluster.',
          path: deliveryPath(details, 'EnvironmentOverrideParameters[].Value'),
          awsCodes: { value: 'INVALID_ENVIRONMENT_OVERRIDE_PARAMETER_VALUE' },
        },
      ],
    },
    help: 'Values that EKS fills in from the cluster. The schema takes 15, the portal shows two.',
    path: deliveryPath(details, 'EnvironmentOverrideParameters'),
  },
  {
    id: 'visibility',
    label: 'Visibility',
    aliases: ['Add-on visibility'],
    shape: { kind: 'text', values: ['Limited'] },
    help: 'A new add-on is always Limited; it is made Public by a change of its own once AWS has tested it.',
    path: { changes: ['AddDeliveryOptions', 'UpdateDeliveryOptionsVisibility'], json: 'DeliveryOptions[].Visibility' },
    awsCodes: { value: 'INVALID_VISIBILITY_STATE' },
  },
];
