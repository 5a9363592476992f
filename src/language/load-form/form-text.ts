import type { FieldSpec } from '#catalog';
import { valuesOf } from './spec-words.ts';

/** Texts that are longer than this are written between lines of quotes. */
const longestLine = 500;

/** The lines of a text without their breaks, as the places of problems count them. */
export function formLines(text: string): string[] {
  return text.split('\n').map((line) => {
    let end = line.length;
    while (line[end - 1] === '\r') end--;
    return line.slice(0, end);
  });
}

/** How far the parser takes a text to reach from the start of its line: a tab reaches to the next multiple of 4. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += character === '\t' ? 4 - (width % 4) : 1;
  return width;
}

/** A field with nothing filled in, but for a value that is the only one there is. @param margin what stands before its label */
export function emptyField(spec: FieldSpec, margin = ''): string {
  const { label, shape } = spec;
  if (isLongText(spec)) return `${margin}${label}: """\n"""`;
  const values = shape.kind === 'text' ? valuesOf(shape) : [];
  return `${margin}${label}:${values.length === 1 ? ` ${values[0]}` : ' '}`;
}

/** A field as a snippet, with a place for its value. @param place the number of that place */
export function fieldSnippet(spec: FieldSpec, place = 0): string {
  const { shape } = spec;
  const label = escaped(spec.label);
  if (shape.kind === 'list') return `${label}:\n  - $${place}`;
  if (shape.kind === 'groups') return `${label}:\n  - ${escaped(shape.fields[0]?.label ?? '')}: $${place}`;
  return isLongText(spec) ? `${label}: """\n$${place}\n"""` : `${label}: $${place}`;
}

/** Text that stands for itself in a snippet. */
export function escaped(text: string): string {
  return text.replaceAll(/[$}\\]/g, '\\$&');
}

function isLongText({ shape }: FieldSpec): boolean {
  return shape.kind === 'text' && shape.isProse === true && (shape.most ?? 1000) > longestLine;
}
