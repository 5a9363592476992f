import type { Condition, FieldData } from '../field-spec.ts';
import { imageServices } from '../lists/services.ts';
import { webFault } from '../values/addresses.ts';
import { deliveryPath, descriptionFields, imagesField, optionFields, servicesField } from './delivery.ts';

const details = 'EcrDeliveryOptionDetails';
const inAgentCore: Condition = {
  when: 'Supported services has Bedrock-AgentCore',
  field: 'services',
  is: ['Bedrock-AgentCore'],
};

/** Delivery as images that buyers run themselves (developer guide, AddDeliveryOptions, EcrDeliveryOptionDetails). */
export const imagesOption: readonly FieldData[] = [
  ...optionFields,
  ...descriptionFields(details),
  imagesField(details),
  servicesField(details, imageServices, 4),
  {
    id: 'templates',
    label: 'Deployment templates',
    aliases: ['Deployment resources', 'DeploymentResources', 'Deployment template'],
    shape: {
      kind: 'groups',
      least: 0,
      most: 4,
      fields: [
        {
          id: 'name',
          label: 'Name',
          aliases: ['Text', 'Title'],
          required: 'always',
          shape: { kind: 'text', most: 256, isProse: true, sample: 'Task definition' },
          help: 'What the template is.',
          path: deliveryPath(details, 'DeploymentResources[].Name'),
          awsCodes: { missing: 'EMPTY_RESOURCE_NAME', long: 'INVALID_RESOURCE_NAME', characters: 'INVALID_INPUT' },
        },
        {
          id: 'url',
          label: 'URL',
          aliases: ['Link', 'Address'],
          required: 'always',
          shape: {
            kind: 'text',
            most: 256,
            judge: webFault('INVALID_RESOURCE_URL'),
            sample: 'https://docs.example/task.json',
          },
          help: 'http or https address of the template.',
          path: deliveryPath(details, 'DeploymentResources[].Url'),
          awsCodes: { missing: 'EMPTY_RESOURCE_URL', long: 'INVALID_RESOURCE_URL' },
        },
      ],
    },
    help: 'Up to four links to what helps with the installation: task definitions, manifests, templates.',
    path: deliveryPath(details, 'DeploymentResources'),
  },
  {
    id: 'accessRole',
    label: 'Access role ARN',
    aliases: ['AccessRoleArn', 'IAM access role ARN'],
    shape: {
      kind: 'text',
      most: 200,
      pattern: {
        test: /^arn:aws:iam::\d{12}:role\/[a-zA-Z_0-9+=,.@\-/]+$/,
        means: 'the ARN of a role, such as arn:aws:iam::123456789012:role/Access',
      },
      sample: 'arn:aws:iam::123456789012:role/Access',
    },
    help: 'A role that AWS Marketplace reads the images by, where it cannot otherwise.',
    path: deliveryPath(details, 'AccessRoleArn'),
    awsCodes: { form: 'INVALID_ARN', long: 'INVALID_ARN', remote: ['IMAGE_INACCESSIBLE'] },
  },
  {
    id: 'agenticType',
    label: 'Agentic type',
    aliases: ['AgenticType'],
    required: inAgentCore,
    onlyWith: inAgentCore,
    shape: { kind: 'text', values: ['AGENT', 'MCP_SERVER', 'A2A_SERVER'] },
    help: 'What the image is in Amazon Bedrock AgentCore. Such an option has one image only.',
    path: deliveryPath(details, 'AgenticType'),
  },
  {
    id: 'environment',
    label: 'Environment variables',
    aliases: ['EnvironmentVariables'],
    onlyWith: inAgentCore,
    shape: {
      kind: 'groups',
      least: 0,
      most: 100,
      unique: 'name',
      fields: [
        {
          id: 'name',
          label: 'Name',
          required: 'always',
          shape: {
            kind: 'text',
            pattern: { test: /^[A-Za-z_][A-Za-z0-9_]*$/, means: 'the name of a variable', isSoft: true },
            sample: 'LOG_LEVEL',
          },
          help: 'The variable, as the image reads it.',
          path: deliveryPath(details, 'EnvironmentVariables[].Name'),
        },
        {
          id: 'description',
          label: 'Description',
          required: 'always',
          shape: { kind: 'text', isProse: true, sample: 'How much is logged' },
          help: 'What it is for, and which values it takes.',
          path: deliveryPath(details, 'EnvironmentVariables[].Description'),
        },
        {
          id: 'value',
          label: 'Default value',
          aliases: ['DefaultValue', 'Default'],
          shape: { kind: 'text', sample: 'info' },
          help: 'What it is set to unless the buyer changes it. Credentials have none.',
          path: deliveryPath(details, 'EnvironmentVariables[].DefaultValue'),
        },
      ],
    },
    help: 'Variables that AgentCore sets when a buyer starts the image.',
    path: deliveryPath(details, 'EnvironmentVariables'),
  },
];
