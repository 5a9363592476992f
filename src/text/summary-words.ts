import type { Item, Summary } from '#jobs';
import { formatBytes, formatCount } from './amounts.ts';
import { referrerSummary } from './referrer-words.ts';

/** The counts of a plan: `5 to do: 2 to copy (399 MB, 61 MB shared), 1 present, 1 conflict`. */
export function planSummary(summary: Summary, repositories = 0): string {
  const { prepared, copy } = summary;
  const counts = rest(summary);
  if (prepared === 0) return 'Nothing to do: no image takes part';
  if (copy === 0 && !summary.referrers?.copy)
    return `${counts.needsSomebody || repositories > 0 ? 'Nothing to copy' : 'Nothing left to do'}: ${counts.words.join(', ')}`;
  const moved = [formatBytes(summary.bytes), ...shared(summary.mountedBytes, 'shared')].join(', ');
  return `${prepared} to do: ${[...(copy > 0 ? [`${copy} to copy (${moved})`] : []), ...counts.words].join(', ')}`;
}

/**
 * The counts of a report: `2 copied (399 MB, 61 MB mounted), 1 present, 1 conflict`.
 * @param isLayout whether the target is an image layout: nothing is mounted there, a blob is kept once for all
 */
export function reportSummary(summary: Summary, isLayout: boolean): string {
  const word = isLayout ? 'shared' : 'mounted';
  const moved = [formatBytes(summary.bytes), ...shared(summary.mountedBytes, word)].join(', ');
  const copied = summary.copied === 0 ? [] : [`${summary.copied} copied (${moved})`];
  return [...copied, ...rest(summary).words].join(', ') || 'no image takes part';
}

/** Why a run did not end well: `1 conflict, 2 failed`. */
export function troubleWords({ conflict, failed, cancelled }: Summary): string {
  return [
    ...(conflict > 0 ? [formatCount(conflict, 'conflict')] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(cancelled > 0 ? [`${cancelled} cancelled`] : []),
  ].join(', ');
}

/** What lists leave out, a sentence a release file. */
export function ignoredWords(items: readonly Item[], fileName: (file: string) => string): string[] {
  const counts = new Map<string, number>();
  for (const { outcome, origins } of items) {
    const file = origins[0]?.file;
    if (outcome === 'ignored' && file !== undefined) counts.set(file, (counts.get(file) ?? 0) + 1);
  }
  return [...counts].map(
    ([file, count]) =>
      `${formatCount(count, 'image')} of ${fileName(file)} ${count === 1 ? 'is' : 'are'} in none of its image lists`,
  );
}

function rest(summary: Summary): { words: string[]; needsSomebody: boolean } {
  const { present, equivalent, conflict, failed, cancelled } = summary;
  const trouble = troubleWords(summary);
  return {
    words: [
      ...(present > 0 ? [`${present} present`] : []),
      ...(equivalent > 0 ? [`${equivalent} equivalent`] : []),
      ...(trouble === '' ? [] : [trouble]),
      ...referrerSummary(summary),
    ],
    needsSomebody: conflict + failed + cancelled > 0,
  };
}

function shared(bytes: number, word: string): string[] {
  return bytes === 0 ? [] : [`${formatBytes(bytes)} ${word}`];
}
