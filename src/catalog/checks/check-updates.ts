import { type Form, type FormField, type FormOption, quote } from '#formats';
import type { TextProblem } from '#problem';
import type { FieldSpec } from '../field-spec.ts';
import { fieldLike, isEmpty } from '../field-values.ts';
import { optionId } from '../fields/delivery.ts';
import { fieldsOf, findOption } from '../find-field.ts';
import { idField, isOptionUpdate, isVersionUpdate } from '../updates.ts';
import { problemAt } from './finding.ts';

/** What nobody can change of a version and its options once its product is public (developer guide, UpdateDeliveryOptions). */
const settled = new Set(['versionTitle', 'optionTitle', 'images', 'chart', 'templates']);

/**
 * What is wrong with options that are there already: an identifier that is empty, or two options with the same. Whether their product is
 * public the form does not say; what could not be changed then is only told.
 */
export function checkUpdates(form: Form): TextProblem[] {
  return [
    ...(isVersionUpdate(form) ? unchangeable(form.fields, fieldsOf('Container version')) : []),
    ...form.options.flatMap((option) => {
      const kind = findOption(option.kind);
      if (!isOptionUpdate(option)) return emptyId(option);
      return kind ? unchangeable(option.fields, fieldsOf('Container version', kind)) : [];
    }),
    ...sameIds(form),
  ];
}

function emptyId(option: FormOption): TextProblem[] {
  const field = idField(option);
  if (!field || !isEmpty(field.value)) return [];
  const message = `Nothing is filled in for ${optionId.label}, so that the option is added.`;
  const hint = 'Write the identifier of the option that changes, or leave the field out.';
  const awsCode = optionId.awsCodes?.missing;
  return [problemAt(field.labelRange, 'form-field-missing', { severity: 'warning', message, hint, awsCode })];
}

/** Each is told where it stands, for it can be left out there. */
function unchangeable(fields: readonly FormField[], specs: readonly FieldSpec[]): TextProblem[] {
  return specs.flatMap((spec) => {
    const field = settled.has(spec.id) ? fieldLike(fields, spec) : undefined;
    if (!field || isEmpty(field.value)) return [];
    const message = `Once the product is public, AWS Marketplace takes no other ${spec.label} for what is there.`;
    const hint = 'Leave it out if it stays as it is, or add a new version.';
    const awsCode = 'FIELD_NOT_ALLOWED_TO_CHANGE';
    return [problemAt(field.labelRange, 'form-field-misplaced', { severity: 'info', message, hint, awsCode })];
  });
}

function sameIds({ options }: Form): TextProblem[] {
  const seen = new Set<string>();
  return options.flatMap(({ fields, kindRange }) => {
    const field = idField({ fields });
    const text = field?.value.kind === 'text' ? field.value.text : '';
    if (text === '' || !seen.has(text)) {
      seen.add(text);
      return [];
    }
    const message = `Two options have the identifier ${quote(text)}.`;
    const place = field?.value.range ?? kindRange;
    return [problemAt(place, 'form-value-duplicate', { message, awsCode: optionId.awsCodes?.twice })];
  });
}
