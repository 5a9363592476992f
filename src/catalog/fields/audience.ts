import type { FieldData } from '../field-spec.ts';

/** Who sees a listing: UpdateVisibility and UpdateTargeting, the same for containers and AMIs. */
export const audienceFields: readonly FieldData[] = [
  {
    id: 'visibility',
    label: 'Visibility',
    aliases: ['Target visibility', 'TargetVisibility'],
    shape: { kind: 'text', values: ['Public', 'Limited', 'Restricted'] },
    help: 'Limited: you and the accounts named below. Public: everyone, after a review of days or weeks. Restricted: nobody new. The change locks the listing while it runs.',
    path: { changes: ['UpdateVisibility'], json: 'TargetVisibility' },
    awsCodes: { value: 'INVALID_PRODUCT_VISIBILITY', remote: ['MISSING_SELLER_PROFILE_INFORMATION', 'AUDIT_ERROR'] },
  },
  {
    id: 'replacement',
    label: 'Replacement product ID',
    aliases: ['ReplacementProductId', 'Replacement product'],
    onlyWith: { when: 'Visibility is Restricted', field: 'visibility', is: ['Restricted'] },
    shape: {
      kind: 'text',
      most: 255,
      pattern: { test: /^[\w@-]+$/, means: 'an identifier such as prod-abc123, or a UUID' },
      sample: 'prod-nopqrstuvwxyz',
    },
    help: 'The listing that buyers of a restricted one are sent to.',
    path: { changes: ['UpdateVisibility'], json: 'ReplacementProductId' },
  },
  {
    id: 'buyers',
    label: 'Buyer accounts',
    aliases: ['AWS account IDs', 'Allowlisted accounts', 'BuyerAccounts'],
    shape: {
      kind: 'list',
      least: 0,
      most: 5000,
      usual: 100,
      separator: ',',
      item: { kind: 'text', pattern: { test: /^\d{12}$/, means: '12 digits' }, sample: '123456789012' },
    },
    help: 'AWS accounts that see the listing while it is Limited. The list replaces the one that was there. The schema takes 100, the guide 5000.',
    path: { changes: ['UpdateTargeting'], json: 'PositiveTargeting.BuyerAccounts' },
    awsCodes: { form: 'INVALID_AWS_ACCOUNT_IDS', twice: 'INVALID_AWS_ACCOUNT_IDS', many: 'INVALID_AWS_ACCOUNT_IDS' },
  },
];
