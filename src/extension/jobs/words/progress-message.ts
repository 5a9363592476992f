import { formatBytes, formatCount, formatLine, formatSeconds, type Progress, progressLines } from '#text';

/** What a notification says of a job under way: `1 of 2 · 61 MB of 399 MB · 12 MB/s`, and who makes it wait. */
export function progressMessage(progress: Progress, now: number): string {
  if (progress.paused) return `paused: ${progress.paused.hint}`;
  const [wait] = progress.waits(now);
  const waiting =
    wait === undefined ? [] : [`waiting ${formatSeconds(Math.ceil((wait.until - now) / 1000))} for ${wait.registry}`];
  return [...(progress.phase === 'copy' ? copying(progress, now) : phase(progress, now)), ...waiting].join(' · ');
}

/** How far a job that waits is: `3 of 12 images`; empty before it counts any. */
export function progressMade({ done, total }: Pick<Progress, 'done' | 'total'>): string {
  return total === 0 ? '' : `${done} of ${formatCount(total, 'image')}`;
}

/** How much of it is done: 0 to 100. Counted in bytes while copying, else in images. */
export function progressPercent({ phase: at, bytesExpected, bytesMoved, done, total }: Progress): number {
  if (at === 'close') return 100;
  if (at !== 'copy' && at !== 'plan' && at !== 'verify') return 0;
  // More can move than was planned, when a mount is refused.
  const [part, whole] = at === 'copy' && bytesExpected > 0 ? [bytesMoved, bytesExpected] : [done, total];
  return whole === 0 ? 100 : Math.min(100 * (part / whole), 100);
}

function copying(progress: Progress, now: number): string[] {
  const { done, total, bytesExpected, bytesMoved } = progress;
  const rate = progress.rate(now);
  const moved = `${formatBytes(bytesMoved)} of ${formatBytes(Math.max(bytesExpected, bytesMoved))}`;
  return [
    `${done} of ${total}`,
    ...(bytesExpected === 0 ? [] : [moved]),
    ...(rate === undefined || rate < 1 ? [] : [`${formatBytes(rate)}/s`]),
  ];
}

/** The words of the terminal. */
function phase(progress: Progress, now: number): string[] {
  const line = progressLines(progress, { width: 100, height: 1, now, name: (item) => item }).at(-1);
  return line === undefined ? [] : [formatLine(line, false).trim()];
}
