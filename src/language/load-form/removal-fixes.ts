import type { FormField } from '#formats';
import type { Range, TextProblem } from '#problem';
import type { Edit, Fix } from '../language.ts';
import type { FormContext } from './form-context.ts';
import { type FormPart, fieldAt, holdersOf, isOpenBlock } from './form-place.ts';

/** Takes a field out that is there twice, or that counts for nothing where it stands. */
export function removalFix({ range, rule }: TextProblem, part: FormPart, { lines }: FormContext): Fix[] {
  const field = fieldOfLabel(part, range);
  if (!field || !isAlone(field, lines) || isOpenBlock(field)) return [];
  const title = `Remove ${field.label}`;
  const isPreferred = rule !== 'form-field-misplaced';
  return [{ title, edits: [withoutLines(field.range, lines)], isPreferred, isSafe: false, solves: rule }];
}

/** Makes a comment of a field that is none, so that nothing of it is lost. */
export function commentFix({ range, rule }: TextProblem, part: FormPart, { lines }: FormContext): Fix[] {
  const field = part.fields.find(({ labelRange }) => isStart(labelRange, range));
  if (!field || isOpenBlock(field) || range.column !== 1) return [];
  const { line, endLine } = field.range;
  const edits = lines.slice(line - 1, endLine).map((_, at): Edit => {
    const place = { line: line + at, column: 1, endLine: line + at, endColumn: 1 };
    return { range: place, text: '# ' };
  });
  return [{ title: 'Make it a comment', edits, isPreferred: false, isSafe: false, solves: rule }];
}

/** Takes an item out that is there twice: its line, or what stands between two commas. */
export function itemRemoval({ range, rule }: TextProblem, part: FormPart, { lines }: FormContext): Fix[] {
  const found = fieldAt(part, range);
  if (found?.spec?.shape.kind !== 'list' || range.line !== range.endLine) return [];
  const written = lines[range.line - 1] ?? '';
  const [before, after] = [written.slice(0, range.column - 1), written.slice(range.endColumn - 1)];
  const isLine = /^\s*-\s*$/.test(before) && after.trim() === '';
  const separator = /,\s*$/.exec(before)?.[0];
  if (!isLine && separator === undefined) return [];
  const edit = isLine
    ? withoutLines(range, lines)
    : { range: { ...range, column: range.column - (separator?.length ?? 0) }, text: '' };
  return [{ title: 'Remove it', edits: [edit], isPreferred: true, isSafe: false, solves: rule }];
}

function fieldOfLabel(part: FormPart, range: Range): FormField | undefined {
  return holdersOf(part)
    .flatMap(({ fields }) => fields)
    .find(({ labelRange }) => isStart(labelRange, range));
}

/** Whether nothing but blanks stands before a field: a dash would be left behind. */
function isAlone({ labelRange }: FormField, lines: readonly string[]): boolean {
  return (lines[labelRange.line - 1] ?? '').slice(0, labelRange.column - 1).trim() === '';
}

/** Takes whole lines out, with the break after them, or the one before when they are the last. */
function withoutLines({ line, endLine }: Range, lines: readonly string[]): Edit {
  const isLast = endLine >= lines.length;
  if (!isLast) return { range: { line, column: 1, endLine: endLine + 1, endColumn: 1 }, text: '' };
  const endColumn = (lines[endLine - 1]?.length ?? 0) + 1;
  if (line === 1) return { range: { line, column: 1, endLine, endColumn }, text: '' };
  return { range: { line: line - 1, column: (lines[line - 2]?.length ?? 0) + 1, endLine, endColumn }, text: '' };
}

function isStart(a: Range, b: Range): boolean {
  return a.line === b.line && a.column === b.column;
}
