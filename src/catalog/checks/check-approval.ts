import { type Form, labelKey } from '#formats';
import type { TextProblem } from '#problem';
import { approvalHash, parseApproval } from '../approval.ts';
import { problemAt } from './finding.ts';

/** Whether the form is approved as it stands. A form may be written before it is; one that was changed since is a warning. */
export function checkApproval(form: Form): TextProblem[] {
  const field = form.fields.find(({ label }) => labelKey(label) === 'approval');
  if (field?.value.kind !== 'text' || field.value.text.trim() === '') {
    const message = 'The form is not approved yet.';
    const hint = `Once it is, write where: Approval: https://… #${approvalHash(form)}`;
    return [problemAt(field?.labelRange ?? form.nameRange, 'form-approval', { severity: 'info', message, hint })];
  }
  const { text, range } = field.value;
  const { place, hash } = parseApproval(text);
  const actual = approvalHash(form);
  if (place === '') {
    const message = 'The approval does not say where it was given.';
    return [
      problemAt(range, 'form-approval', { severity: 'warning', message, hint: 'Write an address before the #.' }),
    ];
  }
  if (hash === actual) return [];
  const message =
    hash === undefined
      ? 'The approval does not say what was approved.'
      : 'The form was changed since it was approved; the approval is void.';
  const hint =
    hash === undefined
      ? `If it was the form as it stands, add a blank and #${actual}`
      : `Have it approved as it stands, and end the line with #${actual}`;
  return [problemAt(range, 'form-approval', { severity: 'warning', message, hint })];
}
