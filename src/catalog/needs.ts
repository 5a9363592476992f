import type { FieldScope } from './checks/field-scope.ts';
import type { Condition, FieldSpec } from './field-spec.ts';
import { fieldLike, textsOf } from './field-values.ts';

type Fields = Pick<FieldScope, 'fields' | 'specs' | 'isUpdate'>;

/** Whether a condition holds among the fields of a part of a form. */
export function holds(condition: Condition, { fields, specs }: Fields): boolean {
  const spec = specs.find(({ id }) => id === condition.field);
  const field = spec && fieldLike(fields, spec);
  const texts = spec && field ? textsOf(field.value, spec.shape).map(({ text }) => text) : [];
  if (condition.is === 'absent') return texts.length === 0;
  if (condition.is === 'present') return texts.length > 0;
  return texts.some((text) => condition.is.includes(text));
}

/** Whether a field must be filled in beside the others, as far as the form alone tells. */
export function isNeeded({ required }: Pick<FieldSpec, 'required'>, fields: Fields): boolean {
  if (required === undefined || required === 'always') return required !== undefined;
  if ('unless' in required) return !fields.isUpdate;
  return 'field' in required && holds(required, fields);
}
