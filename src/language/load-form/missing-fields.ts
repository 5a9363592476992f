import { type FieldSpec, fieldOf, isEmpty, isNeeded } from '#catalog';
import type { FieldHolder } from './form-place.ts';

/** What is needed and not there; a field that is there and empty is for its author to fill in. */
export function missingOf(holder: FieldHolder): FieldSpec[] {
  return lackingOf(holder, () => true);
}

/** What is needed and not there or empty, but for the field that says what the form is of. */
export function unfilledOf(holder: FieldHolder): FieldSpec[] {
  return lackingOf(holder, ({ value }) => !isEmpty(value));
}

function lackingOf(holder: FieldHolder, counts: (field: FieldHolder['fields'][number]) => boolean): FieldSpec[] {
  const there = new Set(holder.fields.filter(counts).map(({ label }) => fieldOf(holder.specs, label)));
  return holder.specs.filter((spec) => spec.id !== 'form' && !there.has(spec) && isNeeded(spec, holder));
}
