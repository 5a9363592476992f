import { type FieldSpec, fieldOf, fieldsOf, isNeeded, optionKinds } from '#catalog';
import type { TextProblem } from '#problem';
import type { Edit, Fix } from '../language.ts';
import type { FormContext } from './form-context.ts';
import { type FieldHolder, type FormPart, holdersOf, marginOf } from './form-place.ts';
import { emptyField } from './form-text.ts';
import { missingOf } from './missing-fields.ts';
import { valuesOf } from './spec-words.ts';

/** So many fields are offered one by one. */
const mostSingle = 10;

/** The fields that are needed among those of a holder and not there, each at its place, and all of them at once. */
export function missingFixes({ range }: TextProblem, part: FormPart, context: FormContext): Fix[] {
  const holder = holdersOf(part).find(({ place }) => place.line === range.line);
  if (!holder || context.hasOpenBlock) return [];
  const missing = missingOf(holder);
  const single = missing.slice(0, mostSingle).map((spec): Fix => {
    const edits = additions([spec], holder, part, context);
    return { title: `Add ${spec.label}`, edits, isPreferred: missing.length === 1, isSafe: false, ...solved([spec]) };
  });
  if (missing.length < 2) return single;
  const title = `Add all ${missing.length} missing fields`;
  const edits = additions(missing, holder, part, context);
  return [{ title, edits, isPreferred: true, isSafe: false, ...solved(missing) }, ...single];
}

/** A delivery option below the others of a form, with the fields that it needs. */
export function optionFixes({ form, kind }: FormPart, { lines, lineBreak, hasOpenBlock }: FormContext): Fix[] {
  if (kind !== 'Container version' || form.options.length > 0 || hasOpenBlock) return [];
  const line = form.range.endLine;
  const column = (lines[line - 1]?.length ?? 0) + 1;
  return optionKinds.map((option): Fix => {
    const specs = fieldsOf(kind, option);
    const needed = specs.filter((spec) => isNeeded(spec, { specs, fields: [] }));
    const added = ['', '', `[[Option: ${option}]]`, ...needed.map((spec) => emptyField(spec))].join('\n');
    const edit = { range: { line, column, endLine: line, endColumn: column }, text: added.replaceAll('\n', lineBreak) };
    const title = `Add the delivery option ${option}`;
    return { title, edits: [edit], isPreferred: false, isSafe: false, solves: 'form-option' };
  });
}

/** Only a field whose value there is no choice of is more than a place to write in. */
function solved(specs: readonly FieldSpec[]): Pick<Fix, 'solves'> {
  const isFilled = specs.every(({ shape }) => shape.kind === 'text' && valuesOf(shape).length === 1);
  return isFilled ? { solves: 'form-field-missing' } : {};
}

/** Fields are added below those that they follow in the catalogue's order. */
function additions(
  specs: readonly FieldSpec[],
  holder: FieldHolder,
  part: FormPart,
  { lines, lineBreak }: FormContext,
): Edit[] {
  const byLine = new Map<number, FieldSpec[]>();
  for (const spec of specs) {
    const line = anchorOf(holder, spec, part);
    byLine.set(line, [...(byLine.get(line) ?? []), spec]);
  }
  const margin = marginOf(holder, lines);
  return [...byLine].map(([line, added]) => {
    const column = (lines[line - 1]?.length ?? 0) + 1;
    const text = added.map((spec) => `\n${emptyField(spec, margin)}`).join('');
    return { range: { line, column, endLine: line, endColumn: column }, text: text.replaceAll('\n', lineBreak) };
  });
}

/** The line below which a field belongs. */
function anchorOf(holder: FieldHolder, spec: FieldSpec, { form }: FormPart): number {
  const before = new Set(holder.specs.slice(0, holder.specs.indexOf(spec)));
  const above = holder.fields.findLast(({ label }) => {
    const known = fieldOf(holder.specs, label);
    return known !== undefined && before.has(known);
  });
  // The first field of an item shares its line with the dash; that of a form without a name begins the form.
  const isHeaded = !holder.isItem && form.name !== '';
  const anchor = above ?? (isHeaded ? undefined : holder.fields[0]);
  return anchor?.range.endLine ?? holder.place.line;
}
