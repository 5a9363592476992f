import type { FormOption } from '#formats';
import type { TextProblem } from '#problem';
import type { FieldSpec } from '../field-spec.ts';
import { fieldLike } from '../field-values.ts';
import { placeIn, problemAt } from './finding.ts';

/** Options of helm, and files of a chart beside its values. */
const refused: readonly { readonly pattern: RegExp; readonly message: string }[] = [
  {
    pattern: /--set(?:-string|-file|-json|-literal)?(?=[\s=]|$)/,
    message: 'The usage instructions tell buyers to use --set.',
  },
  {
    pattern: /\b(?:edit|change|modify) [^.\n]{0,60}?(?:\btemplates\/|\bChart\.yaml\b)/i,
    message: 'The usage instructions tell buyers to edit the chart.',
  },
];

/**
 * What the usage instructions of a chart tell buyers to do (seller guide, "Container-based product requirements": what buyers choose, they choose by
 * override parameters and a file of values). Whether a review refuses it, people decide; hence a warning.
 */
export function checkUsage(option: FormOption, specs: readonly FieldSpec[]): TextProblem[] {
  const usage = specs.find(({ id }) => id === 'usage');
  const field = usage && fieldLike(option.fields, usage);
  if (field?.value.kind !== 'text') return [];
  const { text, range } = field.value;
  return refused.flatMap(({ pattern, message }) => {
    const found = pattern.exec(text);
    if (!found) return [];
    const hint = 'Let them write a file of values and install with -f, or make it an override parameter.';
    const place = placeIn(range, text, found.index, found[0].length);
    return [problemAt(place, 'form-value-invalid', { severity: 'warning', message, hint })];
  });
}
