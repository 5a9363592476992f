import type { Range, TextProblem } from '#problem';

/** That values cannot be set in a text. */
export function notEditable(range: Range): TextProblem {
  const message = 'The values cannot be set in this text without changing others.';
  const hint = 'Set them by hand, or write the part around them in a plainer way.';
  return { rule: 'values-not-editable', severity: 'error', range, message, hint };
}
