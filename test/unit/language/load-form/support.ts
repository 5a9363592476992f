import { languageById } from '#language';
import type { Facts } from '../../../../src/language/facts.ts';
import { noFacts } from '../../../../src/language/shared/no-facts.ts';
import { applyEdits } from '../../../support/apply-edits.ts';

export const language = languageById('load-form');

/** The text without its mark ¦, and where that stood. */
function marked(text: string): { text: string; offset: number } {
  const offset = text.indexOf('¦');
  if (offset < 0) throw new Error(`No mark in ${text}`);
  return { text: text.replace('¦', ''), offset };
}

export function offers(textWithMark: string, facts: Facts = noFacts) {
  const { text, offset } = marked(textWithMark);
  return language.complete(text, offset, facts).value;
}

/** The text once what has the label is taken. Places to fill in stay as they are. */
export function taken(textWithMark: string, label: string, facts?: Facts): string {
  const found = offers(textWithMark, facts).find((each) => each.label === label);
  if (!found) throw new Error(`${label} is not offered`);
  return applyEdits(marked(textWithMark).text, [found.edit]);
}

export function hoverAt(textWithMark: string): string | undefined {
  const { text, offset } = marked(textWithMark);
  return language.hover(text, offset, noFacts).value?.text;
}

/** Each fix of each problem of the text that has the code, with the text after it. */
export function fixed(text: string, code: string) {
  return language
    .diagnose(text)
    .filter(({ rule }) => rule === code)
    .flatMap((problem) => language.fixes(text, problem.range, [problem], noFacts).value)
    .map((fix) => ({ ...fix, after: applyEdits(text, fix.edits) }));
}

/** The text after the fix with the title, which must be there. */
export function afterFix(text: string, code: string, title: string): string {
  const all = fixed(text, code);
  const found = all.find((fix) => fix.title === title);
  if (!found) throw new Error(`No ${title} in: ${all.map((fix) => fix.title).join(', ')}`);
  return found.after;
}

export const codesOf = (text: string) => language.diagnose(text).map(({ rule }) => rule);
