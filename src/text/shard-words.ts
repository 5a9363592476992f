import type { Report } from '#jobs';
import { formatCount } from './amounts.ts';

/** Which part of a release a plan or report is about: `Shard 2 of 4: 13 of 50 images`; undefined for the whole. */
export function shardWords({ shard, summary, runs }: Pick<Report, 'shard' | 'summary' | 'runs'>): string | undefined {
  if (runs) return `Merged from ${formatCount(runs.length, 'report')}.`;
  if (!shard) return undefined;
  const { index, count, images } = shard;
  return `Shard ${index} of ${count}: ${summary.prepared} of ${formatCount(images, 'image')}.`;
}
