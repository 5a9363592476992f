import type { Range } from '#problem';

/** One line of a load form without its line break, measured. Columns of the text count from 0. */
export interface FormLine {
  /** From 1. */
  readonly number: number;
  readonly text: string;
  /** Where the first character stands that is no blank; the line's length when there is none. */
  readonly start: number;
  /** After the last character that is no blank. */
  readonly end: number;
  /** How far the line is indented, a tab reaching to the next multiple of 4. */
  readonly indent: number;
}

/** `Label: value` within a line: where its two parts stand. */
export interface LabelledValue {
  readonly label: string;
  readonly labelStart: number;
  readonly value: string;
  readonly valueStart: number;
}

/** No label is longer: what stands before a colon further on is a sentence. */
const longestLabel = 80;
const tabStop = 4;
const byteOrderMark = '\ufeff';

/** Measures a line. */
export function formLine(text: string, number: number): FormLine {
  let start = 0;
  let indent = 0;
  for (; isBlank(text[start]); start++) {
    if (text[start] === '\t') indent += tabStop - (indent % tabStop);
    else if (text[start] !== byteOrderMark) indent += 1;
  }
  return { number, text, start, end: trimmedEnd(text, start), indent };
}

/**
 * Reads `Label: value` from a place on. What a colon and two slashes follow is an address. A strict reading wants a blank or nothing after
 * the colon, as list items do: `zeebe:8.3` is a text.
 */
export function labelledValue(line: FormLine, from: number, isStrict: boolean): LabelledValue | undefined {
  const { text, end } = line;
  const colon = text.indexOf(':', from);
  if (colon < 0 || colon >= end || text.startsWith('//', colon + 1)) return undefined;
  if (isStrict && colon + 1 < end && !isBlank(text[colon + 1])) return undefined;
  const labelEnd = trimmedEnd(text, from, colon);
  if (labelEnd === from || labelEnd - from > longestLabel) return undefined;
  let valueStart = colon + 1;
  while (valueStart < end && isBlank(text[valueStart])) valueStart++;
  return { label: text.slice(from, labelEnd), labelStart: from, value: text.slice(valueStart, end), valueStart };
}

/** A stretch of one line, by columns from 0. */
export function spanOf({ number }: Pick<FormLine, 'number'>, start: number, end: number): Range {
  return { line: number, column: start + 1, endLine: number, endColumn: end + 1 };
}

/**
 * Whether a character is a blank or a tab, or one that has no business in a line: a CR, or a byte order mark, which files that were
 * joined have further down too. No other kind of blank separates anything here.
 */
export function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t' || character === '\r' || character === byteOrderMark;
}

function trimmedEnd(text: string, start: number, end = text.length): number {
  let last = end;
  while (last > start && isBlank(text[last - 1])) last--;
  return last;
}
