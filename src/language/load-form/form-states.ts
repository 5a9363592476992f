import { type FieldSpec, fieldOf, isEmpty, textsOf } from '#catalog';
import type { Form, FormField } from '#formats';
import type { Range } from '#problem';
import type { LineState } from '../language.ts';
import { touches } from '../shared/places.ts';
import { holdersOf, partsOf } from './form-place.ts';
import { unfilledOf } from './missing-fields.ts';

/** Of what is no prose, which is seldom long, the length is told once so much of the limit is used. */
const nearLimit = 0.8;

/** How much of their limits texts and lists use, and how many required fields a form and its options lack. */
export function formStates(text: string, within?: Range): LineState[] {
  const isSeen = (range: Range) => !within || touches(range, within);
  const parts = partsOf(text);
  const unfilled = parts.map((part) => holdersOf(part).flatMap(unfilledOf).length);
  const ofForms = new Map<Form, number>();
  for (const [at, { form }] of parts.entries()) ofForms.set(form, (ofForms.get(form) ?? 0) + (unfilled[at] ?? 0));
  const lacks = parts.flatMap(({ place, form, option }, at): LineState[] => {
    if (!isSeen(place)) return [];
    // The form's line counts what its options lack too: it is what is seen of a form that is folded.
    const count = (option ? unfilled[at] : ofForms.get(form)) ?? 0;
    const words = `${count} required ${count === 1 ? 'field' : 'fields'} missing`;
    return count === 0 ? [] : [{ range: place, kind: 'incomplete', text: words }];
  });
  const counts = parts
    .flatMap(holdersOf)
    .flatMap(({ fields, specs }) =>
      fields.filter(({ range }) => isSeen(range)).flatMap((field) => counters(field, fieldOf(specs, field.label))),
    );
  return [...lacks, ...counts].sort((a, b) => a.range.line - b.range.line);
}

function counters({ labelRange, value }: FormField, spec: FieldSpec | undefined): LineState[] {
  if (!spec) return [];
  const { shape } = spec;
  if (shape.kind === 'text') {
    return value.kind === 'text' ? lengthState(labelRange, value.text.length, shape) : [];
  }
  if (isEmpty(value)) return [];
  if (shape.kind === 'groups') {
    return value.kind === 'list' ? [countState(labelRange, value.items.length, shape.most)] : [];
  }
  const texts = textsOf(value, shape);
  if (shape.takesFile && texts.some(({ text }) => text.startsWith('@'))) return [];
  const { total, most, item } = shape;
  const used = texts.reduce((sum, { text }) => sum + text.length, 0);
  return [
    ...(most > 1 ? [countState(labelRange, texts.length, most)] : []),
    ...(total === undefined ? [] : [countState(labelRange, used, total, ' characters')]),
    ...texts.flatMap(({ text, range }) => lengthState(range, text.length, item)),
  ];
}

function lengthState(
  range: Range,
  length: number,
  { most, isProse, range: number }: { most?: number; isProse?: true; range?: unknown },
): LineState[] {
  if (most === undefined || number !== undefined) return [];
  return isProse || length > nearLimit * most ? [countState(range, length, most)] : [];
}

function countState(range: Range, count: number, most: number, unit = ''): LineState {
  return { range, kind: count > most ? 'over' : 'count', text: `${count} of ${most}${unit}` };
}
