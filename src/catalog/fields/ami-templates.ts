import type { FieldData } from '../field-spec.ts';
import { storedFault } from '../values/addresses.ts';
import { instanceType } from './ami-product.ts';

function templatePath(member: string): { changes: readonly string[]; json: string } {
  return {
    changes: ['AddDeliveryOptions', 'UpdateDeliveryOptions'],
    json: `DeliveryOptions[].Details.DeploymentTemplateDeliveryOptionDetails.${member}`,
  };
}

/** CloudFormation templates around the image of a version (developer guide, DeploymentTemplateDeliveryOptionDetails). */
export const amiTemplates: readonly FieldData[] = [
  {
    id: 'title',
    label: 'Delivery option title',
    aliases: ['Title', 'DeliveryOptionTitle'],
    required: 'always',
    shape: { kind: 'text', most: 72, isProse: true, sample: 'Cluster of three' },
    help: 'What buyers choose the template by.',
    path: { changes: ['AddDeliveryOptions'], json: 'DeliveryOptions[].DeliveryOptionTitle' },
  },
  {
    id: 'short',
    label: 'Short description',
    aliases: ['ShortDescription'],
    required: 'always',
    shape: { kind: 'text', isProse: true, sample: 'Three instances behind a load balancer' },
    help: 'What the template sets up, in a sentence.',
    path: templatePath('ShortDescription'),
  },
  {
    id: 'long',
    label: 'Long description',
    aliases: ['LongDescription'],
    required: 'always',
    shape: { kind: 'text', isProse: true, sample: 'Sets up three instances behind a load balancer.' },
    help: 'What the template sets up, and what it costs.',
    path: templatePath('LongDescription'),
  },
  {
    id: 'usage',
    label: 'Usage instructions',
    aliases: ['UsageInstructions'],
    required: 'always',
    shape: { kind: 'text', most: 4000, isProse: true, sample: 'Open the address that the stack puts out.' },
    help: 'How to use what the template set up.',
    path: templatePath('UsageInstructions'),
    awsCodes: {
      missing: 'INVALID_USAGE_INSTRUCTIONS',
      long: 'INVALID_USAGE_INSTRUCTIONS',
      characters: 'INVALID_INPUT',
    },
  },
  {
    id: 'recommended',
    label: 'Recommended instance type',
    aliases: ['RecommendedInstanceType'],
    required: 'always',
    shape: instanceType,
    help: 'The instance type that the template begins with.',
    path: templatePath('RecommendedInstanceType'),
    awsCodes: { form: 'INVALID_RECOMMENDED_INSTANCE_TYPE', value: 'INVALID_RECOMMENDED_INSTANCE_TYPE' },
  },
  {
    id: 'diagram',
    label: 'Architecture diagram',
    aliases: ['ArchitectureDiagram'],
    required: 'always',
    shape: {
      kind: 'text',
      judge: storedFault('ASSET_NOT_FOUND'),
      sample: 'https://example-media.s3.amazonaws.com/diagram.png',
    },
    help: 'Address of a picture of what is set up, in Amazon S3.',
    path: templatePath('ArchitectureDiagram'),
    awsCodes: { remote: ['ASSET_NOT_FOUND', 'ASSET_ACCESS_EXCEPTION'] },
  },
  {
    id: 'template',
    label: 'Template',
    aliases: ['CloudFormation template', 'Template URL'],
    required: 'always',
    shape: {
      kind: 'text',
      judge: storedFault('ASSET_NOT_FOUND'),
      sample: 'https://example-media.s3.amazonaws.com/cluster.yaml',
    },
    help: 'Address of the CloudFormation template, in Amazon S3.',
    path: templatePath('Template'),
    awsCodes: { remote: ['ASSET_NOT_FOUND', 'ASSET_ACCESS_EXCEPTION'] },
  },
  {
    id: 'parameter',
    label: 'AMI parameter name',
    aliases: ['ParameterName', 'Parameter name'],
    required: 'always',
    shape: { kind: 'text', sample: 'ImageId' },
    help: 'The parameter of the template that the identifier of the image goes to.',
    path: templatePath('TemplateSources[].ParameterName'),
  },
];
