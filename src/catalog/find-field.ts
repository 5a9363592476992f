import { labelKey } from '#formats';
import type { FieldSpec } from './field-spec.ts';
import { type FormKind, formKinds, type OptionKind, optionKinds } from './form-kinds.ts';
import { sections } from './sections.ts';

/** The kind that a form's `Form:` names, whatever its case and blanks. */
export function findKind(text: string): FormKind | undefined {
  return formKinds.find((kind) => labelKey(kind) === labelKey(text));
}

/** The kind that `[[Option: …]]` names; `Container images` and `Add-on` are understood too. */
export function findOption(text: string): OptionKind | undefined {
  const key = labelKey(text);
  if (/^(?:container )?images?$/.test(key)) return 'Images';
  if (/^(?:helm|helm charts?)$/.test(key)) return 'Helm';
  if (/^(?:eks )?add-?ons?$/.test(key)) return 'EKS add-on';
  return optionKinds.find((kind) => labelKey(kind) === key);
}

/** The fields of a form of the kind before its options, or those of one of its options, in the formatter's order. */
export function fieldsOf(kind: FormKind, option?: OptionKind): readonly FieldSpec[] {
  return sections.find((each) => each.kind === kind && each.option === option)?.fields ?? [];
}

/** The field of these that has the label, or an alias of it, whatever its case and blanks. */
export function fieldOf(fields: readonly FieldSpec[], label: string): FieldSpec | undefined {
  return indexOf(fields).get(labelKey(label));
}

/** The field with the label or alias in a part of a form. */
export function findField(kind: FormKind, option: OptionKind | undefined, label: string): FieldSpec | undefined {
  return fieldOf(fieldsOf(kind, option), label);
}

/**
 * Labels in the order in which the formatter puts them, each with its aliases. A kind or option that is unknown has none, so that its
 * fields stay where they are.
 */
export function labelOrder(kind: string | undefined, option: string | undefined): readonly (readonly string[])[] {
  const known = kind === undefined ? undefined : findKind(kind);
  const part = option === undefined ? undefined : findOption(option);
  if (!known || (option !== undefined && !part)) return [];
  return fieldsOf(known, part).map(({ label, aliases }) => [label, ...aliases]);
}

const indexes = new WeakMap<readonly FieldSpec[], ReadonlyMap<string, FieldSpec>>();

/** Label and aliases → field. A label goes before another field's alias. */
function indexOf(fields: readonly FieldSpec[]): ReadonlyMap<string, FieldSpec> {
  const known = indexes.get(fields);
  if (known) return known;
  const index = new Map<string, FieldSpec>();
  for (const field of fields) for (const alias of field.aliases) index.set(labelKey(alias), field);
  for (const field of fields) index.set(labelKey(field.label), field);
  indexes.set(fields, index);
  return index;
}
