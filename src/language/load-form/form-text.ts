import type { FieldSpec } from '#catalog';
import { valuesOf } from './spec-words.ts';

/** Texts that are longer than this are written between lines of quotes. */
const longestLine = 500;

/** The lines of a text without their breaks, as the places of problems count them. */
export function formLines(text: string): string[] {
  return text.split('\n').map((line) => line.replace(/\r+$/, ''));
}

/** A field with nothing filled in, but for a value that is the only one there is. */
export function emptyField(spec: FieldSpec, indent: number): string {
  const pad = ' '.repeat(indent);
  const { label, shape } = spec;
  if (isLongText(spec)) return `${pad}${label}: """\n"""`;
  const values = shape.kind === 'text' ? valuesOf(shape) : [];
  return `${pad}${label}:${values.length === 1 ? ` ${values[0]}` : ' '}`;
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
