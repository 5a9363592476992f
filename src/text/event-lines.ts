import type { JobEvent, JobPhase } from '#jobs';
import { formatBytes, formatSeconds } from './amounts.ts';
import { type Line, type Style, span } from './line.ts';

const styles: Readonly<Record<string, Style>> = { copied: 'good', failed: 'bad', conflict: 'bad', cancelled: 'warn' };

/** A wait shorter than this is not worth a line. */
const longWaitMs = 3000;

/**
 * The lines that an event leaves behind, in a log and above a terminal's bar. Finished copies and trouble do; the items of a plan don't,
 * because the plan itself follows.
 */
export function eventLines(event: JobEvent, phase: JobPhase | undefined, name: (item: string) => string): Line[] {
  switch (event.type) {
    case 'item-finished': {
      if (phase !== 'copy') return [];
      const size = event.bytes === 0 ? '' : `  ${formatBytes(event.bytes)}`;
      const isPlain = event.code === undefined || event.outcome === 'cancelled';
      const why = isPlain ? '' : `  ${event.code}  ${event.message ?? ''}`;
      return [[span(`  ${event.outcome.padEnd(11)}`, styles[event.outcome]), span(`${name(event.item)}${size}${why}`)]];
    }
    case 'created':
      return [[span('  created    ', 'good'), span(event.repository)]];
    case 'waiting': {
      if (event.delayMs < longWaitMs) return [];
      const delay = formatSeconds(event.delayMs / 1000);
      return [[span('  waiting    ', 'warn'), span(`${event.registry}  ${delay}: ${event.reason}`)]];
    }
    case 'paused':
      return [[span('  paused     ', 'warn'), span(event.reason)], [span(`             ${event.hint}`)]];
    case 'resumed':
      return [[span('  resumed', 'good')]];
    case 'warning': {
      const item = event.item === undefined ? '' : `${name(event.item)}  `;
      return [[span('  warning    ', 'warn'), span(`${item}${event.code}  ${event.message}`)]];
    }
    default:
      return [];
  }
}

/** Debug and info lines of a job, with `--debug`. */
export function logLines(event: JobEvent): Line[] {
  return event.type === 'log' ? [[span(`  ${event.level.padEnd(11)}`, 'muted'), span(event.message)]] : [];
}
