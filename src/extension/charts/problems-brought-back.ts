import type { KnownChart } from '#worker';
import { settingsHash } from '../release/settings-hash.ts';
import type { Services } from '../services.ts';
import type { ChartProblemLines } from './chart-problem-lines.ts';
import { chartProblems } from './chart-problems.ts';

/**
 * Puts what was said against charts before the window was loaded anew back on its lines, from their records. Without anything of that kind
 * nobody is asked; what was planned under other settings says nothing.
 */
export async function bringProblemsBack(
  { charts, log }: Pick<Services, 'charts' | 'log'>,
  lines: ChartProblemLines,
): Promise<void> {
  for (const { world, state } of charts.all) {
    if (state.problems === 0) continue;
    // A record that is gone, or a worker that may not be asked, leaves the lines as they are.
    const known = await charts.find(world, state.record).catch((error) => {
      log.debug(`What speaks against the chart of ${state.record} is not known: ${error}`);
      return undefined;
    });
    if (known && (await settingsHash(known.place.settings)) === state.settingsHash && !lines.has(chartLinesOf(known)))
      lines.replace(chartLinesOf(known), chartProblems(known));
  }
}

/** Tells the lines of a chart from those of all others. */
export function chartLinesOf({ world, place, wish }: Pick<KnownChart, 'world' | 'place' | 'wish'>): string {
  return JSON.stringify([world, place.settings, wish.chart]);
}
