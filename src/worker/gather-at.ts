import { type GatheredChart, gatherChart } from '#jobs';
import type { OpenPlace } from './open-places.ts';
import type { ChartWish } from './protocol.ts';

/** What a job about a chart starts from, at a place. @throws ReleaseError as `gatherChart` */
export function gatherChartAt(
  { choice, gateways }: OpenPlace,
  { chart }: Pick<ChartWish, 'chart'>,
  signal: AbortSignal,
): Promise<GatheredChart> {
  return gatherChart({ named: [], ...choice, chart }, gateways, signal);
}
