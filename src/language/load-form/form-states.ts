import { type FieldSpec, type FormLists, fieldOf, isEmpty, textsOf } from '#catalog';
import type { Form, FormField } from '#formats';
import type { Range } from '#problem';
import type { Facts } from '../facts.ts';
import type { Answer, LineState } from '../language.ts';
import { Asker } from '../shared/asker.ts';
import { touches } from '../shared/places.ts';
import { holdersOf, partsOf } from './form-place.ts';
import { askableReferences } from './form-references.ts';
import { unfilledOf } from './missing-fields.ts';
import { referenceStates } from './reference-states.ts';

/** Of what is no prose, which is seldom long, the length is told once so much of the limit is used. */
const nearLimit = 0.8;

/**
 * How much of their limits texts and lists use, how many required fields a form and its options lack, and whether the target has the
 * images and charts that are named.
 */
export function formStates(text: string, facts: Facts, within?: Range): Answer<LineState[]> {
  const asker = new Asker(facts);
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
      fields
        .filter(({ range }) => isSeen(range))
        .flatMap((field) => counters(field, fieldOf(specs, field.label), facts.forms?.lists)),
    );
  const named = askableReferences([...ofForms.keys()])
    .filter(({ range }) => isSeen(range))
    .flatMap((reference) => referenceStates(asker, reference));
  // A line begins with what the registries say of it.
  const value = [...named, ...lacks, ...counts].sort((a, b) => a.range.line - b.range.line);
  return { value, wants: asker.wants };
}

function counters({ labelRange, value }: FormField, spec: FieldSpec | undefined, lists?: FormLists): LineState[] {
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
  const items = shape.takesFile ? withListed(texts, lists) : texts;
  // How many there are is not known as long as a list is not.
  if (!items) return [];
  const { total, most, item } = shape;
  const used = texts.reduce((sum, { text }) => sum + text.length, 0);
  return [
    ...(most > 1 ? [countState(labelRange, items.length, most)] : []),
    ...(total === undefined ? [] : [countState(labelRange, used, total, ' characters')]),
    ...texts.flatMap(({ text, range }) => lengthState(range, text.length, item)),
  ];
}

/** The items of a field with those of the image lists among them, each once. */
function withListed(texts: readonly { readonly text: string }[], lists?: FormLists): readonly unknown[] | undefined {
  if (!texts.some(({ text }) => text.startsWith('@'))) return texts;
  const items = new Set<string>();
  for (const { text } of texts) {
    const list = text.startsWith('@') ? lists?.get(text.slice(1).trim()) : { targets: [text] };
    if (!list || !('targets' in list)) return undefined;
    for (const target of list.targets) items.add(target);
  }
  return [...items];
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
