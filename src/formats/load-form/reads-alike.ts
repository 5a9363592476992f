import { formLine, isBlank, labelledValue } from './form-line.ts';
import { fieldOf, isHeader, mostBeforeKind, namesKind, namesSection, opensText, quotes } from './line-kind.ts';

/**
 * Whether a line of a load form, were it written otherwise, would still be what it is: the same kind of line, with or without a label and a
 * value, that opens and closes no other text. What it says may differ.
 * @param at the line's place among them, from 0
 * @param textStart where the text of several lines begins that it stands in
 */
export function readsAlike(lines: readonly string[], at: number, written: string, textStart?: number): boolean {
  const before = lines[at] ?? '';
  if (textStart === undefined) return isSame(signsOfLine(before), signsOfLine(written));
  if (!isSame(signsInText(before), signsInText(written))) return false;
  // Only below a name it matters what else a line looks like.
  const isBelowName = lines.slice(Math.max(at - mostBeforeKind, textStart), at).some(namesSection);
  return !isBelowName || isSame(signsBelowName(before), signsBelowName(written));
}

type Signs = readonly (boolean | string)[];

function isSame(a: Signs, b: Signs): boolean {
  return a.length === b.length && a.every((sign, at) => sign === b[at]);
}

function signsInText(text: string): Signs {
  return [text.trim() === quotes, isHeader(text), namesSection(text), opensText(text)];
}

function signsBelowName(text: string): Signs {
  const isField = fieldOf(text) !== undefined;
  return [text.trim() === '', text.startsWith('#'), text.startsWith('-'), isBlank(text[0]), isField, namesKind(text)];
}

function signsOfLine(written: string): Signs {
  const line = formLine(written, 1);
  const { text, start, end } = line;
  const [first = '', second = ''] = text.slice(start, start + 2);
  if (start === end || first === '#' || first === '[') return [first];
  if (first !== '-') return ['field', ...signsOfField(line, start, line.indent > 0)];
  let from = start + 1;
  while (from < end && isBlank(text[from])) from++;
  const dash = from > start + 1 || from === end ? 'item' : second === '-' ? 'line' : 'dash';
  // Where no list is, a line with a dash is a field.
  return [dash, ...signsOfField(line, from, true), ...signsOfField(line, start, line.indent > 0)];
}

function signsOfField(line: ReturnType<typeof formLine>, from: number, isStrict: boolean): Signs {
  const field = labelledValue(line, from, isStrict);
  return [field !== undefined, ...signsOfValue(line.text.slice(from, line.end)), ...signsOfValue(field?.value ?? '')];
}

/** An `@` names a list of images. */
function signsOfValue(value: string): Signs {
  const isOpening = value.startsWith(quotes);
  return [value === '', value.startsWith('@'), isOpening, value === quotes, isOpening && value.endsWith(quotes)];
}
