import type { ValueList } from '../value-list.ts';

/** Operating systems as AWS's samples and guides name them. AWS publishes no whole list. */
export const operatingSystems: ValueList = {
  name: 'operating systems that AWS names',
  taken: '2026-08-07',
  from: 'AWS Marketplace developer guide, AMI products, samples; no whole list is published',
  values: ['AMAZONLINUX', 'UBUNTU', 'RHEL', 'WINDOWS'],
  isPartial: true,
};
