import { longestLine } from '#formats';
import { trimBlanks } from '../shared/trim-blanks.ts';
import { commentAt, fieldTexts, listText } from './list-text.ts';

/**
 * An image list as it should be written: one blank between the fields and before a comment, none around, and the last line ended. Lines keep
 * their order, comments their words, blank lines stay but at the end; nothing is wrapped or aligned, so that a new line changes no other one.
 */
export function formatList(text: string): string {
  const { lines, end } = listText(text);
  const written = lines.map(formatLine);
  // A carriage return that stood before blanks would become part of the line's end, and so another text.
  if (end === '\n' && written.some((line) => line.endsWith('\r'))) return text;
  while (written.at(-1) === '') written.pop();
  return written.length === 0 ? '' : `${written.join(end)}${end}`;
}

function formatLine(line: string): string {
  // It is not looked into, and would be when it were shorter.
  if (line.length > longestLine) return line;
  const at = commentAt(line);
  const fields = fieldTexts(line);
  if (at === undefined) return fields.join(' ');
  return [...fields, trimBlanks(line.slice(at))].join(' ');
}
