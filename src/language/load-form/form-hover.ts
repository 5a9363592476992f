import { type FieldSpec, nearestValue, textsOf } from '#catalog';
import type { FormField } from '#formats';
import type { Range } from '#problem';
import type { Hover } from '../language.ts';
import { placeAt } from '../shared/place-at.ts';
import { touches } from '../shared/places.ts';
import { codeSpan } from '../shared/words.ts';
import { type FieldHolder, type FormPart, fieldAt, holdersOf, partAt, partsOf } from './form-place.ts';
import { unfilledOf } from './missing-fields.ts';
import { listWords, specWords, textShape, valuesOf } from './spec-words.ts';

/** What the field is that a place is in, what a value is, or what a form or option lacks. */
export function formHover(text: string, offset: number): Hover | undefined {
  const place = placeAt(text, offset);
  const part = partAt(partsOf(text), place.line);
  if (!part) return undefined;
  if (touches(part.place, place)) return { range: part.place, text: headerWords(part) };
  const found = fieldAt(part, place);
  if (!found?.spec) return undefined;
  const { field, spec } = found;
  if (touches(field.labelRange, place)) return { range: field.labelRange, text: specWords(spec, field.value) };
  const value = valueAt(field, spec, place);
  const words = specWords(spec, field.value);
  if (value) return { range: value.range, text: `${value.text}\n\n---\n\n${words}` };
  return touches(field.value.range, place) ? { range: field.value.range, text: words } : undefined;
}

function headerWords(part: FormPart): string {
  const { option, kind, form } = part;
  const title = option
    ? `**Delivery option ${codeSpan(option.kind)}**`
    : `**${kind ?? 'Load form'}** ${codeSpan(form.name)}`;
  const missing = holdersOf(part).flatMap(missingNames);
  const lacks =
    missing.length === 0 ? 'No required field is missing.' : `Required and missing:\n\n${missing.join('\n')}`;
  return part.specs.length === 0 ? title : `${title}\n\n${lacks}`;
}

function missingNames(holder: FieldHolder): string[] {
  return unfilledOf(holder).map(({ label, help }) => `- **${label}**: ${help}`);
}

/** What a value of an enumeration or a list is. */
function valueAt(field: FormField, spec: FieldSpec, place: Range): { range: Range; text: string } | undefined {
  const shape = textShape(spec.shape);
  const item = textsOf(field.value, spec.shape).find(({ range }) => touches(range, place));
  if (!shape || !item || (!shape.values && !shape.list)) return undefined;
  const { range, text } = item;
  const shown = codeSpan(text);
  const all = valuesOf(spec.shape);
  const { list } = shape;
  if (all.includes(text)) {
    const from = list ? `is one of the ${listWords(list)} (${list.from}).` : `is one of ${all.length} values.`;
    return { range, text: `${shown} ${from}` };
  }
  const near = nearestValue(text, all);
  const not = list ? `is not among the ${listWords(list)}.` : 'is no value of this field.';
  return { range, text: `${shown} ${not}${near === undefined ? '' : ` Is ${codeSpan(near)} meant?`}` };
}
