import { type FormLine, formLine } from './form-line.ts';
import { beginsSection, isHeader, isQuotes, opensText } from './line-kind.ts';

/** The stretch of a block: lines by their place in the file from 0, the end exclusive. */
export interface BlockLines {
  readonly start: number;
  readonly end: number;
  readonly isClosed: boolean;
  /** The name of a form or an option that ends an open block. */
  readonly next: FormLine | undefined;
  /** A line inside that looks as if the closing quotes were forgotten above it. */
  readonly suspect: FormLine | undefined;
}

/** Finds the ends of blocks in the lines of a file. */
export class FormBlocks {
  readonly #lines: readonly string[];
  /** Once nothing was found to end a block, nothing ends a later one either: the lines are not searched again. */
  #noneEnds = false;

  constructor(lines: readonly string[]) {
    this.#lines = lines;
  }

  /**
   * The block whose first line this is. A form or an option that unmistakably begins before the closing quotes ends it too, or these would
   * be those of another text, and all between them would be lost unseen. A block that nothing ends goes to whatever has the look of a name.
   */
  from(start: number): BlockLines {
    const found = this.#noneEnds
      ? -1
      : this.#find(start, (at) => isQuotes(this.#text(at)) || beginsSection(this.#lines, at));
    this.#noneEnds = found < 0;
    const isClosed = found >= 0 && isQuotes(this.#text(found));
    const header = found < 0 ? this.#find(start, (at) => isHeader(this.#text(at))) : found;
    const end = header < 0 ? this.#lines.length : header;
    const suspect = isClosed ? this.#find(start, (at) => opensText(this.#text(at)), end) : -1;
    return {
      start,
      end,
      isClosed,
      next: isClosed || header < 0 ? undefined : this.#line(header),
      suspect: suspect < 0 ? undefined : this.#line(suspect),
    };
  }

  #find(from: number, isIt: (at: number) => boolean, before = this.#lines.length): number {
    for (let at = from; at < before; at++) if (isIt(at)) return at;
    return -1;
  }

  #text(at: number): string {
    return this.#lines[at] ?? '';
  }

  #line(at: number): FormLine {
    return formLine(this.#text(at), at + 1);
  }
}
