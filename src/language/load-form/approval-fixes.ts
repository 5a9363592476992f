import { approvalHash, parseApproval } from '#catalog';
import type { Fix } from '../language.ts';
import type { FormContext } from './form-context.ts';
import type { FormPart } from './form-place.ts';

/**
 * Says of a form as it is now that it is approved: for who has the approval at hand. Nobody else's hand may do so, so that it is never
 * preferred and never done on save. What nobody knows of, an image list that is not there, cannot be approved.
 */
export function approvalFixes({ form }: FormPart, { lists }: FormContext): Fix[] {
  const value = form.fields.find(({ key }) => key === 'approval')?.value;
  if (value?.kind !== 'text' || value.isBlock) return [];
  const { place, hash } = parseApproval(value.text);
  const actual = approvalHash(form, lists);
  if (place === '' || actual === undefined) return [];
  const title = hash === undefined ? 'Add the hash of the form as it is now' : 'Approve the form as it is now';
  const text = `${place} #${actual}`;
  return [{ title, edits: [{ range: value.range, text }], isPreferred: false, isSafe: false, solves: 'form-approval' }];
}
