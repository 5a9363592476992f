/** A line of a comparison: it stays, or stands only in one of the texts. */
export interface DiffLine {
  readonly what: 'same' | 'removed' | 'added';
  readonly text: string;
  /** 1-based, in the first text; of an added line that of the one before it. */
  readonly before: number;
  /** 1-based, in the second text; of a removed line that of the one before it. */
  readonly after: number;
}

/** Beyond so many differences two texts have little in common, and the search would take long: all of one is told as replaced. */
const mostDifferences = 1500;

/**
 * Compares two texts line by line, with as few differences as possible.
 * Source: E. W. Myers, "An O(ND) Difference Algorithm and Its Variations", 1986.
 */
export function diffLines(before: string, after: string): DiffLine[] {
  const a = linesOf(before);
  const b = linesOf(after);
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const inner = script(a.slice(start, a.length - end), b.slice(start, b.length - end));
  const kept = (count: number): DiffLine['what'][] => Array.from({ length: count }, () => 'same');
  let [x, y] = [0, 0];
  return [...kept(start), ...inner, ...kept(end)].map((what): DiffLine => {
    const text = (what === 'added' ? b[y] : a[x]) ?? '';
    if (what !== 'added') x++;
    if (what !== 'removed') y++;
    return { what, text, before: x, after: y };
  });
}

/** A last line without an end is another line than one with it; that is no matter to whoever reads a comparison. */
function linesOf(text: string): string[] {
  if (text === '') return [];
  const lines = text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** The shortest way from one list of lines to the other. */
function script(a: readonly string[], b: readonly string[]): DiffLine['what'][] {
  const replaced = (): DiffLine['what'][] => [...a.map(() => 'removed' as const), ...b.map(() => 'added' as const)];
  if (a.length === 0 || b.length === 0) return replaced();
  const most = Math.min(a.length + b.length, mostDifferences);
  const size = 2 * most + 3;
  const middle = most + 1;
  const furthest = new Int32Array(size);
  const trace: Int32Array[] = [];
  for (let depth = 0; depth <= most; depth++) {
    trace.push(furthest.slice(middle - depth - 1, middle + depth + 2));
    for (let k = -depth; k <= depth; k += 2) {
      const isDown = goesDown(furthest, middle, k, depth);
      let x = isDown ? (furthest[middle + k + 1] ?? 0) : (furthest[middle + k - 1] ?? 0) + 1;
      let y = x - k;
      while (x < a.length && y < b.length && a[x] === b[y]) {
        x++;
        y++;
      }
      furthest[middle + k] = x;
      if (x >= a.length && y >= b.length) return wayBack(trace, a.length, b.length);
    }
  }
  return replaced();
}

function goesDown(furthest: Int32Array, middle: number, k: number, depth: number): boolean {
  if (k === -depth) return true;
  return k !== depth && (furthest[middle + k - 1] ?? 0) < (furthest[middle + k + 1] ?? 0);
}

/** The steps that led there, from the last to the first. */
function wayBack(trace: readonly Int32Array[], width: number, height: number): DiffLine['what'][] {
  const steps: DiffLine['what'][] = [];
  let [x, y] = [width, height];
  for (let depth = trace.length - 1; depth > 0; depth--) {
    const furthest = trace[depth] ?? new Int32Array(0);
    const middle = depth + 1;
    const k = x - y;
    const isDown = goesDown(furthest, middle, k, depth);
    const from = isDown ? k + 1 : k - 1;
    const fromX = furthest[middle + from] ?? 0;
    for (; x > fromX && y > fromX - from; x--, y--) steps.push('same');
    steps.push(isDown ? 'added' : 'removed');
    [x, y] = [fromX, fromX - from];
  }
  for (; x > 0; x--) steps.push('same');
  return steps.reverse();
}
