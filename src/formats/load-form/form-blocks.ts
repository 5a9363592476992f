import { type FormLine, formLine, isBlank, labelledValue } from './form-line.ts';

/** What opens and closes a text of several lines. */
export const quotes = '"""';

/** A line that begins a form or an option, at the start of the line and with nothing after it. */
const header = /^\[[^\]]+\]\]?[ \t]*$/;

/** The stretch of a block: lines by their place in the file from 0, the end exclusive. */
export interface BlockLines {
  readonly start: number;
  readonly end: number;
  readonly isClosed: boolean;
  /** A line inside that looks as if the closing quotes were forgotten above it. */
  readonly suspect: FormLine | undefined;
}

/** Finds the ends of blocks in the lines of a file. */
export class FormBlocks {
  readonly #lines: readonly string[];
  /** Once a block was found open, no later one is closed either: the lines are not searched again. */
  #noneCloses = false;

  constructor(lines: readonly string[]) {
    this.#lines = lines;
  }

  /** The block whose first line this is. One that nothing closes ends before the next form or option. */
  from(start: number): BlockLines {
    const close = this.#noneCloses
      ? -1
      : this.#find(start, ({ text, start: at, end }) => text.slice(at, end) === quotes);
    this.#noneCloses = close < 0;
    const next = close < 0 ? this.#find(start, ({ text }) => header.test(text)) : close;
    const end = next < 0 ? this.#lines.length : next;
    const at = close < 0 ? -1 : this.#find(start, opensAnother, end);
    return { start, end, isClosed: close >= 0, suspect: at < 0 ? undefined : this.#line(at) };
  }

  #find(from: number, isIt: (line: FormLine) => boolean, before = this.#lines.length): number {
    for (let at = from; at < before; at++) if (isIt(this.#line(at))) return at;
    return -1;
  }

  #line(at: number): FormLine {
    return formLine(this.#lines[at] ?? '', at + 1);
  }
}

/** `Label: """` at the start of a line: what stands inside a block is seldom that. */
function opensAnother(line: FormLine): boolean {
  if (isBlank(line.text[0]) || !line.text.endsWith(quotes)) return false;
  return labelledValue(line, line.start, true)?.value === quotes;
}
