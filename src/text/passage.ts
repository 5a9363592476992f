import type { Line, Span } from './line.ts';

/** A stretch of a line that leads to a line of a file. */
interface Lead {
  readonly span: Span;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

/** Lines that belong together: a terminal prints them, a document also knows what they lead to. */
export interface Passage {
  readonly lines: readonly Line[];
  readonly leads?: readonly Lead[];
  /** Passages of a group that follow one another can be folded as one. */
  readonly group?: string;
}

/** The lines of passages, one after another. */
export function linesOf(passages: readonly Passage[]): Line[] {
  return passages.flatMap(({ lines }) => lines);
}
