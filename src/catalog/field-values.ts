import { type FormField, type FormItem, type FormValue, labelKey } from '#formats';
import type { Range } from '#problem';
import type { FieldShape, FieldSpec } from './field-spec.ts';

/** An item of a list, or a value that stands alone, with its place. */
export interface PlacedText {
  readonly text: string;
  readonly range: Range;
}

/** Whether nothing stands in the value. */
export function isEmpty(value: FormValue): boolean {
  return value.kind === 'text' ? value.text.trim() === '' : value.items.length === 0;
}

/**
 * The texts of a value, none for an empty one: the one that it is, or its items. On a line of its own a list may have several, where
 * its field says by what they are separated. `- Fast: in minutes` reads as a group, but is a text in a list of texts.
 */
export function textsOf(value: FormValue, shape: FieldShape<FieldSpec>): readonly PlacedText[] {
  if (value.kind === 'list') return value.items.flatMap((item) => itemText(item) ?? []);
  if (isEmpty(value)) return [];
  if (shape.kind !== 'list' || shape.separator === undefined || value.isBlock || value.text.startsWith('@'))
    return [{ text: value.text, range: value.range }];
  return separated(value.text, value.range, shape.separator);
}

/** An item of a list as one text, or undefined when it is a group of several fields. */
function itemText(item: FormItem): PlacedText | undefined {
  if (item.kind === 'text') return item.text === '' ? undefined : { text: item.text, range: item.range };
  return item.fields.length === 1 ? { text: item.text, range: item.range } : undefined;
}

/** The value of the field that is called so or by an alias, as one text; `""` when it is not there or is a list. */
export function textOfField(fields: readonly FormField[], spec: FieldSpec): string {
  const value = fieldLike(fields, spec)?.value;
  return value?.kind === 'text' ? value.text : '';
}

/** The first of the fields that the catalogue's field is. */
export function fieldLike(
  fields: readonly FormField[],
  spec: Pick<FieldSpec, 'label' | 'aliases'>,
): FormField | undefined {
  const keys = [spec.label, ...spec.aliases].map(labelKey);
  return fields.find(({ key }) => keys.includes(key));
}

function separated(text: string, range: Range, separator: string): PlacedText[] {
  let at = 0;
  return text.split(separator).flatMap((part) => {
    const start = at + (part.length - part.trimStart().length);
    at += part.length + separator.length;
    const trimmed = part.trim();
    if (trimmed === '') return [];
    const column = range.column + start;
    return [
      { text: trimmed, range: { line: range.line, column, endLine: range.line, endColumn: column + trimmed.length } },
    ];
  });
}
