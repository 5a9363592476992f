import type { ValueList } from '../value-list.ts';

const from = 'AWS Marketplace developer guide, AddDeliveryOptions, CompatibleServices';

/** Services that images can be delivered for. */
export const imageServices: ValueList = {
  name: 'services that images are delivered for',
  taken: '2026-08-07',
  from,
  values: ['ECS', 'EKS', 'ECS-Anywhere', 'EKS-Anywhere', 'Bedrock-AgentCore'],
};

/** Services that a Helm chart can be delivered for. One line of the guide says "ECS and EKS", which is a slip: ECS has no Helm. */
export const helmServices: ValueList = {
  name: 'services that a chart is delivered for',
  taken: '2026-08-07',
  from,
  values: ['EKS', 'EKS-Anywhere'],
};
