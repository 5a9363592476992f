import {
  type FieldSpec,
  type FormKind,
  fieldOf,
  fieldsOf,
  findKind,
  findOption,
  isOptionUpdate,
  isVersionUpdate,
} from '#catalog';
import { type Form, type FormField, type FormOption, parseLoadForm } from '#formats';
import type { Range } from '#problem';
import { touches } from '../shared/places.ts';

/** Fields that stand together, with what the catalogue has for them: those of a form, of an option, of an item of a list. */
export interface FieldHolder {
  readonly fields: readonly FormField[];
  /** Empty where the kind or the option is unknown. */
  readonly specs: readonly FieldSpec[];
  /** Where the checks say what is missing among them. */
  readonly place: Range;
  /** They are of a version or an option that is there already. */
  readonly isUpdate?: boolean;
  /** Those of an item stand below its dash. */
  readonly isItem: boolean;
}

/** A part of a form: its fields before any option, or those of an option. */
export interface FormPart extends FieldHolder {
  readonly form: Form;
  readonly kind: FormKind | undefined;
  readonly option?: FormOption;
  /** From the line of its header to the line before the next part; both 1-based. */
  readonly first: number;
  readonly last: number;
}

/** The parts of a text's forms, in their order. */
export function partsOf(text: string): readonly FormPart[] {
  return partsIn(parseLoadForm(text).model.forms);
}

/** The parts of forms that are read already. */
export function partsIn(forms: readonly Form[]): readonly FormPart[] {
  const found = forms.flatMap((form): Omit<FormPart, 'last'>[] => {
    const kind = findKind(kindOf(form));
    const { fields, nameRange, range } = form;
    const isUpdate = kind === 'Container version' && isVersionUpdate(form);
    const own = { form, kind, fields, specs: kind ? fieldsOf(kind) : [], place: nameRange, isUpdate, isItem: false };
    const options = form.options.map((option) => {
      const known = findOption(option.kind);
      const specs = kind && known ? fieldsOf(kind, known) : [];
      const place = { fields: option.fields, place: option.kindRange, first: option.range.line };
      return { form, kind, option, specs, isUpdate: isOptionUpdate(option), isItem: false, ...place };
    });
    return [{ ...own, first: range.line }, ...options];
  });
  return found.map((part, at) => ({ ...part, last: (found[at + 1]?.first ?? Number.POSITIVE_INFINITY) - 1 }));
}

/** The part that a line (1-based) stands in; undefined above the first form. */
export function partAt(parts: readonly FormPart[], line: number): FormPart | undefined {
  return parts.find(({ first, last }) => first <= line && line <= last);
}

/** Fields that stand together, and those of the items in them, however deep. */
export function holdersOf(holder: FieldHolder): FieldHolder[] {
  return [holder, ...holder.fields.flatMap((field) => itemsOf(field, holder.specs).flatMap(holdersOf))];
}

/** The items of a field whose items have fields of their own. */
export function itemsOf({ label, value }: FormField, specs: readonly FieldSpec[]): FieldHolder[] {
  const shape = fieldOf(specs, label)?.shape;
  if (shape?.kind !== 'groups' || value.kind !== 'list') return [];
  return value.items.flatMap((item) => {
    if (item.kind === 'text') return [];
    return [{ fields: item.fields, specs: shape.fields, place: item.range, isItem: true }];
  });
}

/** What stands before the labels of fields that stand together: blanks, and tabs where the item has them, which count for more than one. */
export function marginOf({ isItem, place }: FieldHolder, lines: readonly string[]): string {
  if (!isItem) return '';
  const before = (lines[place.line - 1] ?? '').slice(0, place.column - 1);
  const margin = /^\s*/.exec(before)?.[0] ?? '';
  return margin + ' '.repeat(before.length - margin.length);
}

/** What `Form:` says. */
export function kindOf({ fields }: Form): string {
  const value = fields.find(({ key }) => key === 'form')?.value;
  return value?.kind === 'text' ? value.text : '';
}

/** A field with what the catalogue says of it, and the fields that it stands among. */
export interface PlacedField {
  readonly field: FormField;
  readonly spec: FieldSpec | undefined;
  readonly holder: FieldHolder;
}

/** The field that a place is in, the innermost one: of an item rather than of the list. */
export function fieldAt(holder: FieldHolder, place: Range): PlacedField | undefined {
  const { fields, specs } = holder;
  const field = fields.find(({ range }) => touches(range, place));
  if (!field) return undefined;
  const item = itemsOf(field, specs).find((each) => touches(each.place, place));
  return (item && fieldAt(item, place)) ?? { field, spec: fieldOf(specs, field.label), holder };
}

/** Whether a field is a text of several lines that nothing closes. */
export function isOpenBlock({ value, range }: FormField): boolean {
  return value.kind === 'text' && value.isBlock && value.range.endLine === range.endLine;
}
