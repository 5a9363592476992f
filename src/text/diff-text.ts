import { type DiffLine, diffLines } from '#formats';
import { type Line, line, span } from './line.ts';

/** Lines around a difference. */
const around = 3;

/** A text before and after; one that is added has no before, one that is removed no after. */
interface ChangedText {
  readonly path: string;
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

/**
 * What changes in a text, in the form of `diff -u`: what patch and people read. Control characters are made visible where lines are printed.
 * @param most lines that are shown; how many more there are is said
 */
export function diffText({ path, before, after }: ChangedText, most: number): Line[] {
  const head = [
    line(`--- ${before === undefined ? '/dev/null' : `a/${path}`}`, 'strong'),
    line(`+++ ${after === undefined ? '/dev/null' : `b/${path}`}`, 'strong'),
  ];
  const body = hunksOf(diffLines(before ?? '', after ?? '')).flatMap((hunk) => [
    line(hunkHead(hunk), 'muted'),
    ...hunk.map(diffLine),
  ]);
  const hidden = body.length - most;
  if (hidden <= 0) return [...head, ...body];
  return [...head, ...body.slice(0, most), line(`… ${hidden} more lines of ${path}`, 'muted')];
}

/** Differences with what is around them; those whose surroundings touch are one. */
function hunksOf(lines: readonly DiffLine[]): DiffLine[][] {
  const hunks: DiffLine[][] = [];
  let last = -1;
  for (const [at, { what }] of lines.entries()) {
    if (what === 'same') continue;
    const start = Math.max(at - around, 0);
    const end = Math.min(at + around + 1, lines.length);
    const open = hunks.at(-1);
    if (open && start <= last) open.push(...lines.slice(last, end));
    else hunks.push(lines.slice(start, end));
    last = Math.max(last, end);
  }
  return hunks;
}

function hunkHead(hunk: readonly DiffLine[]): string {
  const removed = hunk.filter(({ what }) => what !== 'added');
  const added = hunk.filter(({ what }) => what !== 'removed');
  const stretch = (lines: readonly DiffLine[], side: 'before' | 'after') => {
    const [first] = lines;
    return `${first ? first[side] : (hunk[0]?.[side] ?? 0)},${lines.length}`;
  };
  return `@@ -${stretch(removed, 'before')} +${stretch(added, 'after')} @@`;
}

function diffLine({ what, text }: DiffLine): Line {
  if (what === 'same') return [span(` ${text}`)];
  return what === 'added' ? [span(`+${text}`, 'good')] : [span(`-${text}`, 'bad')];
}
