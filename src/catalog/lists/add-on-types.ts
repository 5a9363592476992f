import type { ValueList } from '../value-list.ts';

/** Types of EKS add-ons. The guide writes two of them with a capital in one place and without in another. */
export const addOnTypes: ValueList = {
  name: 'types of EKS add-ons',
  taken: '2026-08-07',
  from: 'AWS Marketplace developer guide, AddDeliveryOptions, AddOnType',
  values: [
    'gitops',
    'monitoring',
    'logging',
    'cert-management',
    'policy-management',
    'cost-management',
    'autoscaling',
    'storage',
    'kubernetes-management',
    'service-mesh',
    'etcd-backup',
    'ingress-service-type',
    'load-balancer',
    'local-registry',
    'networking',
    'security',
    'backup',
    'ingress-controller',
    'observability',
  ],
};
