import type { ValueList } from '../value-list.ts';

/** Units of a pricing dimension. */
export const units: ValueList = {
  name: 'units of dimensions',
  taken: '2026-08-07',
  from: 'AWS Marketplace developer guide, AddDimensions',
  values: [
    'Users',
    'Hosts',
    'GB',
    'MB',
    'TB',
    'Gbps',
    'Mbps',
    'Requests',
    'Units',
    'UserHrs',
    'UnitHrs',
    'HostHrs',
    'TierHrs',
    'TaskHrs',
  ],
};

/** How a listing is paid for. Fixed once it is released. */
export const pricingModels: ValueList = {
  name: 'pricing models',
  taken: '2026-08-07',
  from: 'AWS Marketplace seller guide, product load form',
  values: ['Free', 'BYOL', 'Hourly', 'Hourly_Annual', 'Monthly', 'Hourly_Monthly', 'Usage', 'Contract'],
};
