import { cleanText } from './clean-text.ts';
import { formatLine } from './format-line.ts';
import type { Line } from './line.ts';
import type { Passage } from './passage.ts';

/** Columns of text, as the widest terminal has them. */
export const documentWidth = 100;

/** A plan or report to be read, with what its lines stand for. Lines and columns here count from 0, as editors count. */
export interface JobDocument {
  readonly text: string;
  /** Stretches of text that lead to a line of a file; `targetLine` is 1-based. */
  readonly links: readonly {
    readonly line: number;
    readonly start: number;
    readonly end: number;
    readonly file: string;
    readonly targetLine: number;
  }[];
  /** Groups of lines that can be folded, both ends included. */
  readonly folds: readonly { readonly start: number; readonly end: number }[];
}

/** What an editor shows of passages: the text that a terminal prints, without colours, and what it leads to. */
export function jobDocument(passages: readonly Passage[]): JobDocument {
  const texts: string[] = [];
  const links: JobDocument['links'][number][] = [];
  const groups: { name: string; start: number; end: number }[] = [];
  for (const { lines, leads = [], group } of passages) {
    const first = texts.length;
    texts.push(...lines.map((line) => formatLine(line, false)));
    for (const { span, file, line: targetLine } of leads) {
      const at = lines.findIndex((line) => line.includes(span));
      const line = lines[at];
      if (line) links.push({ line: first + at, ...stretchOf(line, line.indexOf(span)), file, targetLine });
    }
    const last = groups.at(-1);
    if (group === undefined || lines.length === 0) continue;
    if (last?.name === group && last.end === first - 1) last.end = texts.length - 1;
    else groups.push({ name: group, start: first, end: texts.length - 1 });
  }
  return {
    text: texts.map((text) => `${text}\n`).join(''),
    links,
    folds: groups.flatMap(({ start, end }) => (end > start ? [{ start, end }] : [])),
  };
}

/** The columns of a line's span as they are printed. */
function stretchOf(line: Line, position: number): { start: number; end: number } {
  const widths = line.map(({ text }) => cleanText(text).length);
  const start = widths.slice(0, position).reduce((sum, width) => sum + width, 0);
  return { start, end: start + (widths[position] ?? 0) };
}
