import type { FieldData, Requirement } from '../field-spec.ts';
import { formKinds } from '../form-kinds.ts';

/** The field that names the kind of a form. */
export const formField: FieldData = {
  id: 'form',
  label: 'Form',
  required: 'always',
  shape: { kind: 'text', values: formKinds },
  help: 'What the form is of. It decides which fields there are.',
};

/** The listing that a form is about. */
export function productField(required?: Requirement): FieldData {
  return {
    id: 'productId',
    label: 'Product ID',
    aliases: ['Product identifier', 'Entity identifier'],
    ...(required ? { required } : {}),
    shape: {
      kind: 'text',
      most: 255,
      // Catalog API reference, Entity: Identifier `^[\w\-@]+$`, 1 to 255. Older products have a UUID, newer ones prod-….
      pattern: { test: /^[\w@-]+$/, means: 'an identifier such as prod-abc123, or a UUID' },
      sample: 'prod-abcdefghijklm',
    },
    help: 'The listing that is changed: prod-… or a UUID, not the product code. Without it a product form is about a new listing.',
    path: { changes: [], json: 'Entity.Identifier' },
    awsCodes: { remote: ['INVALID_PRODUCT', 'INCOMPATIBLE_PRODUCT_STATUS', 'MISSING_DATA', 'VALIDATION_FAILED'] },
  };
}

/** Ours: where a form was approved, and a hash of what was. */
export const approvalField: FieldData = {
  id: 'approval',
  label: 'Approval',
  shape: { kind: 'text', most: 2048, sample: 'https://tickets.example/12' },
  help: 'Where the contents were approved, for example the address of a ticket, then a blank, # and the hash of what was approved. Editing the form, or an image list that it names, voids it. It is not sent to AWS.',
};
