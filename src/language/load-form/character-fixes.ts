import type { TextProblem } from '#problem';
import type { Fix } from '../language.ts';
import type { FormContext } from './form-context.ts';

/**
 * Writes plainly what AWS refuses: the one sign, or all of the file. On save that may happen unseen, but not in a form whose approval
 * holds: it would not hold any more.
 */
export function characterFixes({ range, rule }: TextProblem, { plain, isApproved }: FormContext): Fix[] {
  const signs = plain();
  const here = signs.find(({ edit }) => edit.range.line === range.line && edit.range.column === range.column);
  if (!here?.standsAlone()) return [];
  const { text } = here.edit;
  const title = text === '' ? 'Remove it' : `Replace it by ${text === ' ' ? 'a blank' : `"${text}"`}`;
  const single: Fix = { title, edits: [here.edit], isPreferred: true, isSafe: !isApproved(here.form), solves: rule };
  if (signs.length < 2) return [single];
  const words = `Replace all ${signs.length} characters of the file that are refused`;
  const isSafe = signs.every(({ form }) => !isApproved(form));
  const edits = signs.map(({ edit }) => edit);
  return [single, { title: words, edits, isPreferred: false, isSafe, solves: rule }];
}
