import type { FormField } from '#formats';
import { quote } from '#formats';
import type { TextProblem } from '#problem';
import type { FieldSpec } from '../field-spec.ts';
import { isEmpty } from '../field-values.ts';
import { fieldOf } from '../find-field.ts';
import { holds, isNeeded } from '../needs.ts';
import { checkField } from './check-field.ts';
import type { FieldScope } from './field-scope.ts';
import { problemAt } from './finding.ts';
import { nearestValue } from './nearest-value.ts';

/** What is wrong with the fields of a part of a form: labels that are none, values, and what is missing or out of place. */
export function checkFields(scope: FieldScope): TextProblem[] {
  const seen = new Map<FieldSpec, FormField>();
  const problems = scope.fields.flatMap((field) => {
    const spec = fieldOf(scope.specs, field.label);
    if (!spec) return [unknownLabel(field, scope)];
    const first = seen.get(spec);
    if (!first) seen.set(spec, field);
    return [...(first ? twice(field, first, spec) : []), ...checkField(field, spec, checkFields)];
  });
  return [...problems, ...scope.specs.flatMap((spec) => presence(spec, seen.get(spec), scope))];
}

function unknownLabel(field: FormField, { specs, name, elsewhere = [] }: FieldScope): TextProblem {
  const message = `${name} has no field ${quote(field.label)}.`;
  const other = elsewhere.find((part) => fieldOf(part.specs, field.label));
  return problemAt(field.labelRange, 'form-field-unknown', {
    message,
    hint: other?.hint ?? labelHint(field.label, specs),
  });
}

function labelHint(label: string, specs: readonly FieldSpec[]): string {
  const names = specs.filter(({ isRetired }) => !isRetired).flatMap((spec) => [spec.label, ...spec.aliases]);
  const near = nearestValue(label, names);
  const meant = near === undefined ? undefined : fieldOf(specs, near)?.label;
  if (meant !== undefined) return `Is ${meant} meant?`;
  return 'Nothing is sent for it: remove it, or make it a comment with #.';
}

/** The same label twice is the parser's finding; here it is one label and another name of the same field. */
function twice(field: FormField, first: FormField, spec: FieldSpec): TextProblem[] {
  if (field.key === first.key) return [];
  const message = `${field.label} is ${spec.label} by another name, which stands in line ${first.labelRange.line}.`;
  return [problemAt(field.labelRange, 'form-field-twice', { message, hint: 'Keep one of them.' })];
}

function presence(spec: FieldSpec, field: FormField | undefined, scope: FieldScope): TextProblem[] {
  if (field && !isEmpty(field.value)) {
    const { onlyWith } = spec;
    if (!onlyWith || holds(onlyWith, scope)) return [];
    const message = `${spec.label} only counts when ${onlyWith.when}.`;
    return [problemAt(field.labelRange, 'form-field-misplaced', { message })];
  }
  const { required } = spec;
  if (required === undefined || !isNeeded(spec, scope)) return [];
  const why = required === 'always' || 'unless' in required ? '' : `, which is required when ${required.when}`;
  const message = field ? `Nothing is filled in for ${spec.label}${why}.` : `${scope.name} has no ${spec.label}${why}.`;
  return [
    problemAt(field?.labelRange ?? scope.place, 'form-field-missing', {
      message,
      hint: spec.help,
      awsCode: spec.awsCodes.missing,
    }),
  ];
}
