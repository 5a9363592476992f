import type { FieldData, Requirement } from '../field-spec.ts';
import type { ValueList } from '../value-list.ts';
import { imageFault } from '../values/image.ts';

/** UpdateDeliveryOptions takes what changes (its schema requires the identifier alone), AddDeliveryOptions takes all. */
export const whenAdded: Requirement = { when: 'the option is new', unless: 'update' };

/** Where a field of a delivery option goes: `details` names the member that the way of delivery has. */
export function deliveryPath(details: string, member: string): { changes: readonly string[]; json: string } {
  return {
    changes: ['AddDeliveryOptions', 'UpdateDeliveryOptions'],
    json: `DeliveryOptions[].Details.${details}.${member}`,
  };
}

/** The option that a form changes. */
export const optionId: FieldData = {
  id: 'optionId',
  label: 'Delivery option ID',
  aliases: ['DeliveryOptionId', 'Id'],
  // The schema wants the form of a UUID, the guide shows do-<22 digits>.
  shape: {
    kind: 'text',
    most: 36,
    pattern: { test: /^\S+$/, means: 'an identifier without blanks' },
    sample: 'do-1234567891234567891234',
  },
  help: 'For a change of an option that is there: its identifier. Without it the option is added.',
  path: { changes: ['UpdateDeliveryOptions', 'RestrictDeliveryOptions'], json: 'DeliveryOptions[].Id' },
  awsCodes: {
    form: 'INVALID_DELIVERY_OPTION_IDS',
    long: 'INVALID_DELIVERY_OPTION_IDS',
    twice: 'DUPLICATE_DELIVERY_OPTION_IDS',
    missing: 'EMPTY_DELIVERY_OPTION_IDS',
    remote: [
      'INVALID_DELIVERY_OPTIONS_STATUS',
      'INVALID_DELIVERY_OPTION_TYPE',
      'MISSING_DELIVERY_OPTION_IDS',
      'INVALID_MINIMUM_PUBLIC_DELIVERY_OPTIONS',
      'NO_CHANGE_FOUND',
    ],
  },
};

/** The title and the identifier that each delivery option has. */
export const optionFields: readonly FieldData[] = [
  {
    id: 'optionTitle',
    label: 'Delivery option title',
    aliases: ['Title', 'DeliveryOptionTitle', 'Option title', 'Container delivery option title'],
    required: whenAdded,
    shape: { kind: 'text', most: 72, isProse: true, sample: 'Helm chart' },
    help: 'What buyers choose between ways of delivery by. Each option of a version has its own.',
    path: { changes: ['AddDeliveryOptions'], json: 'DeliveryOptions[].DeliveryOptionTitle' },
    awsCodes: {
      missing: 'INVALID_FULFILLMENT_OPTION_TITLE',
      long: 'INVALID_FULFILLMENT_OPTION_TITLE',
      characters: 'INVALID_INPUT',
      remote: ['INVALID_DELIVERY_OPTION_TITLES', 'DUPLICATE_DELIVERY_OPTION_TITLES', 'FIELD_NOT_ALLOWED_TO_CHANGE'],
    },
  },
  optionId,
];

/** What all ways of delivery describe. */
export function descriptionFields(details: string): readonly FieldData[] {
  return [
    {
      id: 'description',
      label: 'Description',
      aliases: ['Delivery option description', 'Short description'],
      required: whenAdded,
      shape: { kind: 'text', most: 1000, isProse: true, sample: 'Installs into a cluster of yours.' },
      help: 'What buyers get by this option, and for whom it is.',
      path: deliveryPath(details, 'Description'),
      awsCodes: {
        missing: 'INVALID_SHORT_DESCRIPTION',
        long: 'INVALID_SHORT_DESCRIPTION',
        characters: 'INVALID_INPUT',
      },
    },
    {
      id: 'usage',
      label: 'Usage instructions',
      aliases: ['UsageInstructions', 'Launch instructions'],
      required: whenAdded,
      shape: { kind: 'text', most: 4000, isProse: true, sample: 'Run helm install.' },
      help: 'Every step from an empty cluster to a running product: commands that pull from the Marketplace registry, where sensitive data lies, how keys are rotated, how to see that it runs.',
      path: deliveryPath(details, 'UsageInstructions'),
      awsCodes: {
        missing: 'INVALID_USAGE_INSTRUCTIONS',
        long: 'INVALID_USAGE_INSTRUCTIONS',
        characters: 'INVALID_INPUT',
      },
    },
  ];
}

/** The services that an option is for. */
export function servicesField(details: string, list: ValueList, most: number): FieldData {
  return {
    id: 'services',
    label: 'Supported services',
    aliases: ['Compatible services', 'CompatibleServices', 'Services'],
    required: whenAdded,
    shape: { kind: 'list', least: 1, most, separator: ',', item: { kind: 'text', list } },
    help: 'Services of AWS that the option runs on. EKS-Anywhere is for products with contract pricing only.',
    path: deliveryPath(details, 'CompatibleServices'),
    awsCodes: {
      missing: 'NO_SERVICE_SPECIFIED',
      few: 'NO_SERVICE_SPECIFIED',
      value: 'INCOMPATIBLE_SERVICES',
      many: 'INCOMPATIBLE_SERVICES',
      twice: 'DUPLICATE_COMPATIBLE_AWS_SERVICES',
    },
  };
}

/** The images that an option needs, all of them. */
export function imagesField(details: string): FieldData {
  return {
    id: 'images',
    label: 'Container images',
    aliases: ['Images', 'ContainerImages', 'Container image'],
    required: whenAdded,
    shape: {
      kind: 'list',
      least: 1,
      most: 50,
      takesFile: true,
      item: {
        kind: 'text',
        most: 1000,
        judge: imageFault,
        sample: '709825985650.dkr.ecr.us-east-1.amazonaws.com/seller/product/web:8.4.1',
      },
    },
    help: 'Every image that is pulled, with its tag, also those that did not change: addresses in the repositories of this product. @ and the name of an image list means the targets of that list.',
    path: deliveryPath(details, 'ContainerImages'),
    awsCodes: {
      missing: 'MISSING_CONTAINER_IMAGES',
      few: 'MISSING_CONTAINER_IMAGES',
      many: 'TOO_MANY_CONTAINER_IMAGES',
      long: 'INVALID_CONTAINER_IMAGE_URI',
      twice: 'DUPLICATE_CONTAINER_IMAGES',
      remote: [
        'INVALID_CONTAINER_IMAGES',
        'UNSUPPORTED_CONTAINER_IMAGE_URI',
        'IMAGE_NOT_FOUND',
        'IMAGE_INACCESSIBLE',
        'SCAN_ERROR',
        'SECURITY_ISSUES_DETECTED',
      ],
    },
  };
}
