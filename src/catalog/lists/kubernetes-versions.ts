import type { ValueList } from '../value-list.ts';

/** Versions of Kubernetes that EKS runs, in standard or extended support. */
export const kubernetesVersions: ValueList = {
  name: 'Kubernetes versions of EKS',
  taken: '2026-04-24',
  from: 'EKS user guide, "Kubernetes version lifecycle"',
  values: ['1.30', '1.31', '1.32', '1.33', '1.34', '1.35'],
};
