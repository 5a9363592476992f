import { fieldOf } from '#catalog';
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
      const written = value.kind === 'text' ? value.text : value.items.map((item) => item.text).join('\n');
      return written.trim() === '' || id === 'form' || id === 'approval' ? [] : [{ range, text: written }];
    }),
  );
}

/** The value of the field on a line; undefined where there is none. Lines count from 1. */
export function formValueAt(text: string, line: number): string | undefined {
  return formValues(text).find(({ range }) => range.line <= line && line <= range.endLine)?.text;
}
