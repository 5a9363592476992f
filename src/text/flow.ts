import { type Line, type Span, span } from './line.ts';

/** A stretch of a row; `width` pads it so that the next one begins at the same column in every row. */
export interface Cell {
  readonly spans: readonly Span[];
  readonly width?: number;
  /** Begins a line of its own. */
  readonly breakBefore?: boolean;
}

interface FlowOptions {
  /** Of the lines after the first. */
  readonly indent: number;
  readonly width: number;
  /** Blanks between cells; 2 unless said otherwise. */
  readonly gap?: number;
}

/** Sets cells one after another; one that would end beyond the width begins a new, indented line. */
export function flow(cells: readonly Cell[], options: FlowOptions): Line[] {
  const { gap = 2 } = options;
  const lines: Span[][] = [];
  let current: Span[] = [];
  let at = 0;
  let pending = 0;
  for (const { spans, width, breakBefore } of cells) {
    const length = spans.reduce((sum, { text }) => sum + text.length, 0);
    if (length === 0 && width === undefined) continue;
    const isFirst = current.length === 0;
    if (!isFirst && (breakBefore || at + pending + gap + length > options.width)) {
      lines.push(current);
      current = [span(' '.repeat(options.indent))];
      at = options.indent;
      pending = 0;
    } else if (!isFirst) {
      // Padding is set only when something follows: no line ends in blanks.
      current.push(span(' '.repeat(pending + gap)));
      at += pending + gap;
    }
    current.push(...spans);
    at += length;
    pending = Math.max((width ?? 0) - length, 0);
  }
  return current.length === 0 ? lines : [...lines, current];
}
