import type { Form, FormField, FormOption } from '#formats';
import { fieldLike, isEmpty } from './field-values.ts';
import { optionId } from './fields/delivery.ts';

/** Whether an option is there already, and the form changes it: then it has its identifier, and only what changes. */
export function isOptionUpdate(option: Pick<FormOption, 'fields'>): boolean {
  const field = idField(option);
  return field !== undefined && !isEmpty(field.value);
}

/** The field that names an option that is there. */
export function idField({ fields }: Pick<FormOption, 'fields'>): FormField | undefined {
  return fieldLike(fields, { label: optionId.label, aliases: optionId.aliases ?? [] });
}

/** Whether a form changes options that are there, and adds none: then its version is there too. */
export function isVersionUpdate({ options }: Pick<Form, 'options'>): boolean {
  return options.length > 0 && options.every(isOptionUpdate);
}
