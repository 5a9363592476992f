import { type FormLine, formLine, isBlank, type LabelledValue, labelledValue } from './form-line.ts';
import { labelKey } from './label-key.ts';

/** What opens and closes a text of several lines. */
export const quotes = '"""';

/** A form is recognized by its kind, which stands within so many lines below its name; written in few words. */
export const mostBeforeKind = 20;
const mostWordsOfKind = 3;

/** Whether a line is the quotes that close a text: whatever cannot be seen beside them does not count. */
export function isQuotes(text: string): boolean {
  return text.trim() === quotes;
}

/** Whether a line has the look of a form's or an option's name: at the start of the line and with nothing after it. */
export function isHeader(text: string): boolean {
  return text.startsWith('[') && /^\[[^\]]+\]\]?$/.test(text.trimEnd());
}

/** Whether a line is the name of a form or an option as such are written. */
export function namesSection(text: string): boolean {
  return isHeader(text) && (!text.startsWith('[[') || /^\[\[[ \t]*option[ \t]*:/i.test(text));
}

/** Whether a line, perhaps an item, ends as `Label: """` does: what stands inside a text is seldom that. */
export function opensText(text: string): boolean {
  if (!text.includes(quotes)) return false;
  const line = formLine(text, 1);
  return labelledValue(line, startOfField(line), true)?.value === quotes;
}

/**
 * Whether a form or an option unmistakably begins at a line (from 0): `[name]`, below which fields stand and among them `Form:` or one
 * that opens a text, or `[[Option: kind]]` above a field. Texts may well hold lines in brackets, or a field of their own below one.
 */
export function beginsSection(lines: readonly string[], at: number): boolean {
  const text = lines[at] ?? '';
  if (!namesSection(text)) return false;
  const isOption = text.startsWith('[[');
  for (let below = at + 1; below <= Math.min(at + mostBeforeKind, lines.length - 1); below++) {
    const line = lines[below] ?? '';
    if (line.trim() === '' || line.startsWith('#')) continue;
    if (!isOption && namesKind(line)) return true;
    const field = fieldOf(line);
    if (field?.value === quotes) return true;
    if (field && isOption) return true;
    const isPartOfField = !isOption && (isBlank(line[0]) || line.startsWith('-'));
    if (!field && !isPartOfField) return false;
  }
  return false;
}

/** Whether a line is `Form: kind`, or is to become it. */
export function namesKind(text: string): boolean {
  const field = fieldOf(text);
  if (!field || labelKey(field.label) !== 'form') return false;
  return field.value.split(/\s+/, mostWordsOfKind + 1).length <= mostWordsOfKind;
}

/** The field that stands at the very start of a line. */
export function fieldOf(text: string): LabelledValue | undefined {
  const line = formLine(text, 1);
  return line.start > 0 || text.startsWith('-') || text.startsWith('[') ? undefined : labelledValue(line, 0, true);
}

function startOfField({ text, start, end }: FormLine): number {
  if (text[start] !== '-' || !isBlank(text[start + 1])) return start;
  let at = start + 1;
  while (at < end && isBlank(text[at])) at++;
  return at;
}
