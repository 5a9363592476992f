import { approvalHash, parseApproval, refusedCharacters } from '#catalog';
import { type Form, labelKey } from '#formats';
import type { Range, TextProblem } from '#problem';
import type { Edit, Fix } from '../language.ts';
import type { FormContext } from './form-context.ts';
import { type FormPart, partAt } from './form-place.ts';

const quotes = '"""';

/**
 * Writes plainly what AWS refuses: the one sign, or all of the file. On save that may happen unseen, but not in a form whose approval
 * holds: it would not hold any more.
 */
export function characterFixes({ range, rule }: TextProblem, { form }: FormPart, context: FormContext): Fix[] {
  const edit = plainEdit(range, context.lines);
  if (!edit) return [];
  const { text } = edit;
  const title = text === '' ? 'Remove it' : `Replace it by ${text === ' ' ? 'a blank' : `"${text}"`}`;
  const isSafe = !isApproved(form);
  const single: Fix = { title, edits: [edit], isPreferred: true, isSafe, solves: rule };
  const places = context.found().filter((problem) => problem.rule === rule);
  const all = places.flatMap((problem) => plainEdit(problem.range, context.lines) ?? []);
  if (all.length < 2) return [single];
  const forms = new Set(places.map((problem) => partAt(context.parts, problem.range.line)?.form));
  const areAllSafe = [...forms].every((each) => each !== undefined && !isApproved(each));
  const words = `Replace all ${all.length} characters of the file that are refused`;
  return [single, { title: words, edits: all, isPreferred: false, isSafe: areAllSafe, solves: rule }];
}

/** What a sign at exactly this place becomes. */
function plainEdit(range: Range, lines: readonly string[]): Edit | undefined {
  const written = lines[range.line - 1] ?? '';
  const sign = refusedCharacters(written).find(({ at }) => at === range.column - 1);
  if (!sign || range.line !== range.endLine) return undefined;
  const end = sign.at + sign.length;
  const plain = written.slice(0, sign.at) + sign.replacement + written.slice(end);
  // Three quotes would begin or end a text.
  if (plain.includes(quotes) && !written.includes(quotes)) return undefined;
  return { range: { ...range, endColumn: end + 1 }, text: sign.replacement };
}

function isApproved(form: Form): boolean {
  const value = form.fields.find(({ label }) => labelKey(label) === 'approval')?.value;
  return value?.kind === 'text' && parseApproval(value.text).hash === approvalHash(form);
}
