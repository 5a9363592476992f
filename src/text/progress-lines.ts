import type { JobPhase } from '#jobs';
import { formatBytes, formatSeconds } from './amounts.ts';
import { type Line, line, type Span, span } from './line.ts';
import type { Progress, RunningItem } from './progress.ts';

export interface ProgressView {
  readonly width: number;
  /** Lines at most. */
  readonly height: number;
  readonly now: number;
  /** The name to show for an item. */
  readonly name: (item: string) => string;
}

const phaseWords: Readonly<Record<JobPhase, string>> = {
  gather: 'Reading files',
  plan: 'Asking registries',
  verify: 'Verifying',
  recheck: 'Holding the plan against the registries',
  repositories: 'Making repositories',
  copy: 'Copying',
  close: 'Reading the tags again',
};
const barWidth = 24;

/** What a terminal shows while a job is under way: the running images, who makes us wait, and one overall bar at the bottom. */
export function progressLines(progress: Progress, view: ProgressView): Line[] {
  if (progress.phase === undefined) return [];
  const { paused } = progress;
  if (paused) return [line(`  paused     ${paused.hint}`, 'warn')];
  const waits = progress
    .waits(view.now)
    .map(({ registry, reason, until }) => line(`  waiting    ${left(until, view)}  ${registry}: ${reason}`, 'warn'));
  const running = progress.phase === 'copy' ? runningLines(progress.running, view, view.height - waits.length - 1) : [];
  return [...running, ...waits, progress.phase === 'copy' ? copyLine(progress, view) : phaseLine(progress)];
}

function runningLines(running: readonly RunningItem[], view: ProgressView, room: number): Line[] {
  const most = Math.max(room, 1);
  const shown = running.length > most ? running.slice(0, most - 1) : running;
  const width = shown.reduce((widest, { item }) => Math.max(widest, view.name(item).length), 0);
  const lines = shown.map(({ item, bytes, expected }) => {
    const share =
      expected === 0 ? formatBytes(bytes) : `${formatBytes(bytes)} of ${formatBytes(Math.max(expected, bytes))}`;
    return line(`  copying    ${view.name(item).padEnd(width)}  ${share}`);
  });
  const more = running.length - shown.length;
  return more === 0 ? lines : [...lines, line(`             and ${more} more`, 'muted')];
}

function copyLine(progress: Progress, { now }: ProgressView): Line {
  const { bytesExpected, bytesMoved, done, total } = progress;
  const images = `${done} of ${total} images`;
  if (bytesExpected === 0) return [span('  '), ...bar(total === 0 ? 1 : done / total), span(`  ${images}`)];
  // More can move than was planned, when a mount is refused.
  const all = Math.max(bytesExpected, bytesMoved);
  const rate = progress.rate(now);
  const pace =
    rate === undefined || rate < 1 || bytesMoved === all
      ? ''
      : `  ${formatBytes(rate)}/s  ${formatSeconds((all - bytesMoved) / rate)} left`;
  return [
    span('  '),
    ...bar(bytesMoved / all),
    span(`  ${String(Math.floor((100 * bytesMoved) / all)).padStart(3)} %`, 'strong'),
    span(`  ${formatBytes(bytesMoved)} of ${formatBytes(all)}${pace}  ${images}`),
  ];
}

function phaseLine({ phase, done, total }: Progress): Line {
  const words = phaseWords[phase ?? 'gather'];
  if (phase === 'plan' || phase === 'verify') return line(`  ${words}: ${done} of ${total} images`, 'muted');
  return line(phase === 'repositories' ? `  ${words}: ${done} of ${total}` : `  ${words}`, 'muted');
}

function bar(share: number): Span[] {
  const full = Math.round(Math.min(Math.max(share, 0), 1) * barWidth);
  return [span('━'.repeat(full), 'good'), span('─'.repeat(barWidth - full), 'muted')];
}

function left(until: number, { now }: ProgressView): string {
  return formatSeconds(Math.ceil((until - now) / 1000));
}
