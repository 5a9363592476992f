import type { FieldData } from '../field-spec.ts';
import { approvalField, formField, productField } from './common.ts';
import { versionFields } from './version.ts';

/** A version of a container product, before its delivery options. */
export const containerVersion: readonly FieldData[] = [
  formField,
  productField('always'),
  ...versionFields({ when: 'the version is new', unless: 'update' }),
  approvalField,
];
