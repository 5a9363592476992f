import type { Item, MirrorPlan, Report, Summary } from '#jobs';
import { formatCount } from './amounts.ts';

type Counts = NonNullable<Summary['referrers']>;

/** What becomes of what refers to an image, for its row: `referrers: 3 copied, 1 left out`; empty where there is none. */
export function referrerNote({ referrers }: Pick<Item, 'referrers'>): string {
  const words = referrers ? countWords(referrers) : [];
  return words.length === 0 ? '' : `referrers: ${words.join(', ')}`;
}

/** The tags that a plan writes beside an image's own, a line each: none of them may go unseen. */
export function referrerTagLines({ referrers }: Pick<Item, 'referrers'>, isFinal: boolean): string[] {
  return (referrers?.list ?? []).flatMap(({ tag, outcome }) =>
    tag === undefined || outcome !== 'copy' ? [] : [`${isFinal ? 'final ' : ''}tag ${tag}`],
  );
}

/** The same for all images, as a part of the sum: `4 referrers: 3 copied, 1 left out`. */
export function referrerSummary({ referrers }: Pick<Summary, 'referrers'>): string[] {
  if (!referrers || referrers.found === 0) return [];
  return [`${formatCount(referrers.found, 'referrer')} (${countWords(referrers).join(', ')})`];
}

/** What a plan says of referrers that are left out, cannot be read or are taken: of which image, and why. */
export function referrerWarnings({ items }: Pick<MirrorPlan, 'items'>): Report['warnings'] {
  return items.flatMap(({ target, referrers }) =>
    (referrers?.warnings ?? []).map(({ code, message }) => ({ code, message, item: target })),
  );
}

function countWords({ copy, copied, present, conflict, failed, skipped, leftOut }: Counts): string[] {
  return [
    ...(copy > 0 ? [`${copy} to copy`] : []),
    ...(copied > 0 ? [`${copied} copied`] : []),
    ...(present > 0 ? [`${present} present`] : []),
    ...(conflict > 0 ? [formatCount(conflict, 'conflict')] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(skipped > 0 ? [`${skipped} not tried`] : []),
    ...(leftOut > 0 ? [`${leftOut} left out`] : []),
  ];
}
