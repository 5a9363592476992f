import { approvalHash, parseApproval } from '#catalog';
import { labelKey } from '#formats';
import type { Fix } from '../language.ts';
import type { FormPart } from './form-place.ts';

/**
 * Says of a form as it is now that it is approved: for who has the approval at hand. Nobody else's hand may do so, so that it is never
 * preferred and never done on save.
 */
export function approvalFixes({ form }: FormPart): Fix[] {
  const value = form.fields.find(({ label }) => labelKey(label) === 'approval')?.value;
  if (value?.kind !== 'text' || value.isBlock) return [];
  const { place, hash } = parseApproval(value.text);
  if (place === '') return [];
  const title = hash === undefined ? 'Add the hash of the form as it is now' : 'Approve the form as it is now';
  const text = `${place} #${approvalHash(form)}`;
  return [{ title, edits: [{ range: value.range, text }], isPreferred: false, isSafe: false, solves: 'form-approval' }];
}
