/** A part of a text by its offsets, the end exclusive. */
export interface Part {
  readonly start: number;
  readonly end: number;
}

/** A line that says something: no blank one, no comment. */
interface Row {
  readonly start: number;
  /** Blanks before the first character. */
  readonly indent: number;
  /** Without the break. */
  readonly end: number;
  readonly next: number;
  /** Whether it begins an item of a list. */
  readonly isItem: boolean;
}

/**
 * The values of a block mapping by their keys, as the parts of the text behind the colons; told by the indentation, which costs next to nothing.
 * No line of a value stands as far left as its key (YAML 1.2.2, section 8.2), save for the dashes of a list.
 * @returns undefined when the part is no block mapping whose keys are plain
 */
export function blockMapping(text: string, part: Part): Map<string, Part> | undefined {
  const found = new Map<string, Part>();
  let indent: number | undefined;
  let open: { readonly key: string; readonly start: number } | undefined;
  const close = (end: number) => {
    // Of a key that stands twice the first counts.
    if (open && !found.has(open.key)) found.set(open.key, { start: open.start, end });
  };
  for (const row of rowsOf(text, part)) {
    indent ??= row.indent;
    if (row.indent < indent || (open === undefined && row.isItem)) return undefined;
    if (row.indent > indent || row.isItem) continue;
    const key = keyAt(text, row);
    if (!key) return undefined;
    close(row.start);
    open = key;
  }
  close(part.end);
  return found;
}

/** The items of a block list, each as a part of the text behind its dash; undefined when the part is none. */
export function blockList(text: string, part: Part): readonly Part[] | undefined {
  const items: Part[] = [];
  let indent: number | undefined;
  let start: number | undefined;
  for (const row of rowsOf(text, part)) {
    indent ??= row.indent;
    if (row.indent > indent) continue;
    if (row.indent < indent || !row.isItem) return undefined;
    if (start !== undefined) items.push({ start, end: row.start });
    start = row.start + row.indent + 1;
  }
  if (start !== undefined) items.push({ start, end: part.end });
  return items;
}

/** An item of a block list as a text of its own: its first line is moved to where its others stand. */
export function itemText(text: string, { start, end }: Part): string {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  return ' '.repeat(start - lineStart) + text.slice(start, end);
}

function* rowsOf(text: string, part: Part): Generator<Row> {
  let next = part.start;
  while (next < part.end) {
    const start = next;
    const stop = text.indexOf('\n', start);
    next = stop < 0 || stop >= part.end ? part.end : stop + 1;
    let end = stop < 0 || stop >= part.end ? part.end : stop;
    if (text.charCodeAt(end - 1) === carriageReturn) end--;
    let at = start;
    while (text.charCodeAt(at) === blank) at++;
    if (at >= end || text.charCodeAt(at) === hash || isTabbed(text, at, end)) continue;
    // The mark before a document.
    if (at === start && text.startsWith('---', at) && text.slice(at + 3, end).trim() === '') continue;
    const after = text.charCodeAt(at + 1);
    const isItem = text.charCodeAt(at) === dash && (at + 1 >= end || after === blank);
    yield { start, indent: at - start, end, next, isItem };
  }
}

const blank = 32;
const hash = 35;
const dash = 45;
const carriageReturn = 13;

function isTabbed(text: string, start: number, end: number): boolean {
  return text.charCodeAt(start) === 9 && text.slice(start, end).trim() === '';
}

/** `key:`, with quotes or without, and what stands behind it. */
function keyAt(text: string, { start, indent, end }: Row): { key: string; start: number } | undefined {
  const pattern = /(?:"([^"\\\n]*)"|'([^'\n]*)'|([A-Za-z0-9_][^\s:#]*))[ ]*:(?=\s|$)/y;
  pattern.lastIndex = start + indent;
  const match = pattern.exec(text);
  if (!match || pattern.lastIndex > end) return undefined;
  return { key: match[1] ?? match[2] ?? match[3] ?? '', start: pattern.lastIndex };
}
