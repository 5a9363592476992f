import { fieldOf, textsOf } from '#catalog';
import type { FormField, FormValue } from '#formats';
import type { Range } from '#problem';
import type { Link } from '../language.ts';
import type { Neighbours } from '../neighbours.ts';
import { type FieldHolder, holdersOf, partsOf } from './form-place.ts';
import { listFile } from './list-files.ts';

/** An address; what follows it in an approval is its hash. */
const address = /^https?:\/\/[^\s"<>]+/;

/** From `@list` to the image list, from addresses to their pages. */
export function formLinks(text: string, files: Neighbours): Link[] {
  return partsOf(text)
    .flatMap(holdersOf)
    .flatMap((holder) => holder.fields.flatMap((field) => [...pages(field.value), ...lists(field, holder, files)]));
}

function pages(value: FormValue): Link[] {
  const texts = value.kind === 'text' ? (value.isBlock ? [] : [value]) : value.items;
  return texts.flatMap(({ text, range }): Link[] => {
    const [found] = address.exec(text) ?? [];
    if (found === undefined || !URL.canParse(found)) return [];
    return [{ range: within(range, found.length), title: 'Open the page', address: found }];
  });
}

function lists({ label, value }: FormField, { specs }: FieldHolder, files: Neighbours): Link[] {
  const shape = fieldOf(specs, label)?.shape;
  if (shape?.kind !== 'list' || !shape.takesFile) return [];
  return textsOf(value, shape).flatMap(({ text, range }): Link[] => {
    const file = text.startsWith('@') ? listFile(text.slice(1).trim(), files) : undefined;
    return file === undefined ? [] : [{ range, title: `Open ${file}`, file }];
  });
}

function within({ line, column }: Range, length: number): Range {
  return { line, column, endLine: line, endColumn: column + length };
}
