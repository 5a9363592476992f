import type { Form } from '#formats';
import type { TextProblem } from '#problem';
import { approvalHash, parseApproval } from '../approval.ts';
import type { FormLists } from '../form-around.ts';
import { listFields } from '../form-references.ts';
import { problemAt } from './finding.ts';

/**
 * Whether the form is approved as it stands. A form may be written before it is; one that was changed since, or whose image list was, is
 * a warning. Where such a list is not known, nobody can say.
 */
export function checkApproval(form: Form, lists?: FormLists): TextProblem[] {
  const field = form.fields.find(({ key }) => key === 'approval');
  const actual = approvalHash(form, lists);
  if (field?.value.kind !== 'text' || field.value.text.trim() === '') {
    const message = 'The form is not approved yet.';
    const hint = `Once it is, write where: Approval: https://…${actual === undefined ? '' : ` #${actual}`}`;
    return [problemAt(field?.labelRange ?? form.nameRange, 'form-approval', { severity: 'info', message, hint })];
  }
  const { text, range } = field.value;
  const { place, hash } = parseApproval(text);
  if (place === '') {
    const message = 'The approval does not say where it was given.';
    return [
      problemAt(range, 'form-approval', { severity: 'warning', message, hint: 'Write an address before the #.' }),
    ];
  }
  if (hash === undefined) {
    const message = 'The approval does not say what was approved.';
    const hint = actual === undefined ? undefined : `If it was the form as it stands, add a blank and #${actual}`;
    return [problemAt(range, 'form-approval', { severity: 'warning', message, hint })];
  }
  if (actual === undefined || hash === actual) return [];
  const what = listFields(form).length > 0 ? 'The form, or an image list that it names, was' : 'The form was';
  const message = `${what} changed since it was approved; the approval is void.`;
  const hint = `Have it approved as it stands, and end the line with #${actual}`;
  return [problemAt(range, 'form-approval', { severity: 'warning', message, hint })];
}
