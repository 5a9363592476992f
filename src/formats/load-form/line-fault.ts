import type { Code } from '#problem';
import type { FormLine, LabelledValue } from './form-line.ts';
import { quotes } from './line-kind.ts';

/** What is wrong with a line, and the cure. */
export interface LineFault {
  readonly rule: Code;
  readonly message: string;
  readonly hint?: string;
}

/** Why an item is in no list. */
export const noList = {
  none: {
    rule: 'form-list',
    message: 'The item stands below no field.',
    hint: 'Write the label of the list and a colon above its items.',
  },
  text: {
    rule: 'form-list',
    message: 'The item stands below a field that has a text already.',
    hint: 'Leave the place after the colon empty, and write the text as the first item.',
  },
  deep: { rule: 'text-too-deep', message: 'Lists stand in lists deeper than in any load form.' },
} as const satisfies Record<string, LineFault>;

/** Why a line that is no name, item or comment is no field either. */
export function lineFault(
  { text, start, indent }: FormLine,
  field: LabelledValue | undefined,
  expectsItem: boolean,
): LineFault {
  if (text.startsWith(quotes, start)) {
    const hint = 'Open the text after the colon of its field: Label: """';
    return { rule: 'form-block', message: 'These quotes close no text.', hint };
  }
  if (field) {
    const message = 'The field stands below an item that is a text, and belongs to nothing.';
    return { rule: 'form-indentation', message, hint: 'Move it to the start of its line.' };
  }
  if (expectsItem && /[*+•–—]/.test(text[start] ?? '')) {
    return { rule: 'form-list', message: 'The line is no item of a list.', hint: 'Write "- " and the item.' };
  }
  const several = 'A text of several lines stands between """ after the colon and """ on a line of its own.';
  const hint = indent > 0 ? several : `Write Label: value. ${several}`;
  return { rule: 'form-line', message: 'The line is no field, no item of a list and no comment.', hint };
}
