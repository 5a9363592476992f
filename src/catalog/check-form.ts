import { type Form, quote } from '#formats';
import type { TextProblem } from '#problem';
import { checkAmi } from './checks/check-ami.ts';
import { checkApproval } from './checks/check-approval.ts';
import { checkFields } from './checks/check-fields.ts';
import { checkLists } from './checks/check-lists.ts';
import { checkOptions, optionParts } from './checks/check-options.ts';
import { checkPlaces } from './checks/check-places.ts';
import { problemAt } from './checks/finding.ts';
import { nearestValue } from './checks/nearest-value.ts';
import { fieldLike } from './field-values.ts';
import { formField } from './fields/common.ts';
import { fieldsOf, findKind } from './find-field.ts';
import type { FormAround } from './form-around.ts';
import { formKinds } from './form-kinds.ts';
import { isVersionUpdate } from './updates.ts';

/**
 * Every problem of one form that needs nobody's answer: what AWS Marketplace would refuse, with its own code where it has one, and what
 * nothing would be sent for. By place.
 * @param around what is known of other files
 */
export function checkForm(form: Form, { places, lists }: FormAround = {}): TextProblem[] {
  const named = fieldLike(form.fields, { label: formField.label, aliases: [] });
  const text = named?.value.kind === 'text' ? named.value.text : '';
  const kind = findKind(text);
  if (!kind) return [unknownKind(form, text, named?.value.range)];
  const problems = [
    // The kind is read whatever its case and blanks; the rest of the checks need not say so again.
    ...checkFields({
      fields: form.fields.filter((field) => field !== named),
      specs: fieldsOf(kind).filter(({ id }) => id !== formField.id),
      place: form.nameRange,
      name: 'The form',
      isUpdate: isVersionUpdate(form),
      elsewhere: optionParts(kind),
    }),
    ...checkOptions(form, kind),
    ...(kind === 'AMI version' ? checkAmi(form) : []),
    ...(places ? checkPlaces(form, places) : []),
    ...(lists ? checkLists(form, lists) : []),
    ...checkApproval(form, lists),
  ];
  return problems.sort((a, b) => a.range.line - b.range.line || a.range.column - b.range.column);
}

function unknownKind(form: Form, text: string, range: TextProblem['range'] | undefined): TextProblem {
  const kinds = `one of: ${formKinds.join(', ')}`;
  if (text.trim() === '')
    return problemAt(range && text !== '' ? range : form.nameRange, 'form-kind', {
      message: 'The form does not say what it is of.',
      hint: `Add Form: and ${kinds}.`,
    });
  const near = nearestValue(text, formKinds);
  const hint = near === undefined ? `Write ${kinds}.` : `Is ${near} meant?`;
  return problemAt(range ?? form.nameRange, 'form-kind', { message: `There is no form of ${quote(text)}.`, hint });
}
