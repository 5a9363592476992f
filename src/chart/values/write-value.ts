import { isValueMap, type Value } from './value-tree.ts';
import { type Quoting, writeScalar } from './write-scalar.ts';

/** How a YAML text is laid out, as far as what is added follows it. */
export interface YamlLayout {
  /** Blanks that each level is moved in. */
  readonly step: number;
  /** Blanks that the dashes of a list are moved in below its key. */
  readonly listStep: number;
  /** Whether texts of several lines are written as lines. */
  readonly hasLiterals: boolean;
}

/** Whether a value is written on the line of its key, also where there is room. */
export function isInline(value: Value, { hasLiterals }: YamlLayout): boolean {
  if (isValueMap(value)) return Object.keys(value).length === 0;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value !== 'string' || !hasLiterals || !isLiteral(value);
}

/** A value on one line; collections in brackets. */
export function writeFlow(value: Value, quoting: Quoting): string {
  if (Array.isArray(value)) {
    const items: readonly Value[] = value;
    return `[${items.map((item) => writeFlow(item, quoting)).join(', ')}]`;
  }
  if (isValueMap(value)) {
    const entries = Object.entries(value).map(
      ([key, item]) => `${writeScalar(key, quoting, true)}: ${writeFlow(item, quoting)}`,
    );
    return `{${entries.join(', ')}}`;
  }
  return writeScalar(value as null | boolean | number | string, quoting, true);
}

/** The lines of a mapping, or of a list that is not empty; the first is moved in as the others are. */
export function writeBlock(value: Value, indent: number, layout: YamlLayout): string[] {
  const blanks = ' '.repeat(indent);
  if (isValueMap(value)) {
    return Object.entries(value).flatMap(([key, item]) =>
      below(`${blanks}${writeScalar(key, 'plain', false)}:`, item, indent, layout),
    );
  }
  const items = value as readonly Value[];
  return items.flatMap((item) => {
    if (isInline(item, layout) || typeof item === 'string') return below(`${blanks}-`, item, indent, layout);
    // The first line of what is in it stands behind the dash.
    const [first = '', ...rest] = writeBlock(item, indent + 2, layout);
    return [`${blanks}- ${first.slice(indent + 2)}`, ...rest];
  });
}

/** What stands behind a key, or a dash, and below it. */
export function below(head: string, value: Value, indent: number, layout: YamlLayout): string[] {
  if (typeof value === 'string' && !isInline(value, layout)) {
    const [mark, ...lines] = writeLiteral(value, indent + layout.step);
    return [`${head} ${mark}`, ...lines];
  }
  if (isInline(value, layout)) return [`${head} ${inlineText(value)}`];
  const inner = indent + (Array.isArray(value) ? layout.listStep : layout.step);
  return [head, ...writeBlock(value, inner, layout)];
}

function inlineText(value: Value): string {
  if (typeof value === 'object' && value !== null) return writeFlow(value, 'plain');
  return writeScalar(value, 'plain', false);
}

/** Texts of whole lines, or of several, that are as well read as they are written. */
function isLiteral(text: string): boolean {
  return (
    /^[^\s]/.test(text) &&
    /[^\n]\n/.test(text) &&
    !/[^\n\x20-\x7e\u00a0-\u1fff\u2030-\ud7ff]| (?:\n|$)|\n\n$/.test(text)
  );
}

/** The mark of a literal text, and its lines. */
export function writeLiteral(text: string, indent: number): string[] {
  const lines = text.replace(/\n$/, '').split('\n');
  const blanks = ' '.repeat(indent);
  return [text.endsWith('\n') ? '|' : '|-', ...lines.map((line) => (line === '' ? '' : blanks + line))];
}
