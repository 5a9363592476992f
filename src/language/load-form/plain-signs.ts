import { type FieldSpec, fieldOf, isEmpty, refusedCharacters, textsOf } from '#catalog';
import { type Form, type FormField, readsAlike } from '#formats';
import type { Range } from '#problem';
import type { Edit } from '../language.ts';
import { blockPlaces } from './form-outline.ts';
import { type FormPart, holdersOf } from './form-place.ts';
import { textShape } from './spec-words.ts';

/** A sign that AWS refuses as it is written plainly, and the form that it stands in. */
export interface PlainSign {
  readonly form: Form;
  readonly edit: Edit;
  /** Whether its line is still read as what it is when only this sign is replaced. */
  readonly standsAlone: () => boolean;
}

/**
 * How the signs that the checks find are written plainly, by place. None of a line that would be read as another then, such as one that
 * becomes the quotes which end a text: all of its signs are looked at together, for all of them are replaced on save.
 */
export function plainSigns(parts: readonly FormPart[], lines: readonly string[]): PlainSign[] {
  return parts.flatMap((part) => {
    const starts = textStarts(part.fields);
    return [...editsByLine(part)].flatMap(([line, edits]): PlainSign[] => {
      const written = lines[line - 1] ?? '';
      const isSteady = (all: readonly Edit[]) => readsAlike(lines, line - 1, rewritten(written, all), starts.get(line));
      if (!isSteady(edits)) return [];
      return edits.map((edit) => ({ form: part.form, edit, standsAlone: () => isSteady([edit]) }));
    });
  });
}

/** Where texts begin, from 0, by each of their lines. */
function textStarts(fields: readonly FormField[]): ReadonlyMap<number, number> {
  const starts = new Map<number, number>();
  for (const { line, endLine } of blockPlaces(fields))
    for (let at = line; at <= endLine; at++) starts.set(at, line - 1);
  return starts;
}

function editsByLine(part: FormPart): ReadonlyMap<number, readonly Edit[]> {
  const byLine = new Map<number, Edit[]>();
  for (const { fields, specs } of holdersOf(part)) {
    for (const field of fields) {
      for (const edit of editsOf(field, fieldOf(specs, field.label))) {
        const ofLine = byLine.get(edit.range.line) ?? [];
        byLine.set(edit.range.line, ofLine);
        ofLine.push(edit);
      }
    }
  }
  return byLine;
}

/** Of prose every sign that is refused, of other values those that AWS says it refuses: what the checks name, however many. */
function editsOf({ value }: FormField, spec: FieldSpec | undefined): Edit[] {
  const shape = spec && textShape(spec.shape);
  if (!spec || !shape || spec.id === 'form' || isEmpty(value)) return [];
  if (spec.shape.kind === 'text' && value.kind === 'list') return [];
  const isFile = (text: string) => spec.shape.kind === 'list' && spec.shape.takesFile && text.startsWith('@');
  return textsOf(value, spec.shape)
    .filter(({ text }) => !isFile(text))
    .flatMap(({ text, range }) => plainEdits(text, range, (isCertain) => isCertain || shape.isProse === true));
}

function plainEdits(text: string, { line, column }: Range, isMeant: (isCertain: boolean) => boolean): Edit[] {
  return text.split('\n').flatMap((written, row) =>
    refusedCharacters(written)
      .filter(({ isCertain }) => isMeant(isCertain))
      .map(({ at, length, replacement }) => {
        const start = (row === 0 ? column : 1) + at;
        const range = { line: line + row, column: start, endLine: line + row, endColumn: start + length };
        return { range, text: replacement };
      }),
  );
}

/** A line with edits made, which stand in their order. */
function rewritten(line: string, edits: readonly Edit[]): string {
  let at = 0;
  const pieces = edits.map(({ range, text }) => {
    const before = line.slice(at, range.column - 1);
    at = range.endColumn - 1;
    return before + text;
  });
  return pieces.join('') + line.slice(at);
}
