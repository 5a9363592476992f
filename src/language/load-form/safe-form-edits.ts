import type { Facts } from '../facts.ts';
import type { Edit } from '../language.ts';
import { dashFixes } from './dash-fixes.ts';
import { formContext } from './form-context.ts';

/** What may be done to load forms unseen: signs written plainly where no approval holds, and the blank behind a dash. */
export function safeFormEdits(text: string, { forms: around }: Pick<Facts, 'forms'>): Edit[] {
  const context = formContext(text, around);
  const signs = context.plain().filter(({ form }) => !context.isApproved(form));
  const dashes = context.problems
    .filter(({ rule }) => rule === 'form-list')
    .flatMap((problem) => dashFixes(problem, context.lines))
    .filter(({ isSafe }) => isSafe);
  return [...signs.map(({ edit }) => edit), ...dashes.flatMap(({ edits }) => edits)];
}
