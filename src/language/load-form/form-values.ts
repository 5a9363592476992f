import { fieldOf } from '#catalog';
import type { FormField, FormItem, FormValue } from '#formats';
import type { Range } from '#problem';
import { partsOf } from './form-place.ts';

/** A field's value as a person would paste it into the portal. */
export interface PlacedValue {
  /** The whole field. */
  readonly range: Range;
  readonly text: string;
}

/** The values of a text's fields, but for what is ours alone: the kind of the form and its approval. */
export function formValues(text: string): PlacedValue[] {
  return partsOf(text).flatMap(({ fields, specs }) =>
    fields.flatMap(({ label, range, value }): PlacedValue[] => {
      const id = fieldOf(specs, label)?.id;
      const written = valueText(value);
      return written.trim() === '' || id === 'form' || id === 'approval' ? [] : [{ range, text: written }];
    }),
  );
}

/** The value of the field on a line; undefined where there is none. Lines count from 1. */
export function formValueAt(text: string, line: number): PlacedValue | undefined {
  return formValues(text).find(({ range }) => range.line <= line && line <= range.endLine);
}

/** Items one a line; those of several lines with a blank line between them, so that it is seen which fields belong together. */
function valueText(value: FormValue): string {
  if (value.kind === 'text') return value.text;
  const items = value.items.map(itemText);
  return items.join(items.some((item) => item.includes('\n')) ? '\n\n' : '\n');
}

function itemText(item: FormItem): string {
  if (item.kind === 'text') return item.text;
  const [first, ...others] = item.fields;
  // It may well be a text with a colon: as it stands.
  if (first?.value.kind === 'text' && !first.value.isBlock && others.length === 0) return item.text;
  return item.fields.map(fieldText).join('\n');
}

/** A field of an item by its label. What takes several lines stands below that. */
function fieldText({ label, value }: FormField): string {
  const isLong = value.kind === 'list' ? value.items.some(({ kind }) => kind === 'group') : value.text.includes('\n');
  if (isLong) return `${label}:\n${valueText(value)}`;
  const text = value.kind === 'text' ? value.text : value.items.map((item) => item.text).join(', ');
  return text === '' ? `${label}:` : `${label}: ${text}`;
}
