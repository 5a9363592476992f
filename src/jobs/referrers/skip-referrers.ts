import type { Item } from '../item.ts';
import { referrersOf } from '../referrer-list.ts';

/** The item of an image that is not released after all, with what refers to it: none of that is copied. */
export function skipReferrers(item: Item): Item {
  const { referrers } = item;
  if (!referrers) return item;
  const list = referrers.list.map((one) => (one.outcome === 'copy' ? { ...one, outcome: 'skipped' as const } : one));
  return { ...item, referrers: referrersOf(list, referrers.leftOut, referrers.warnings) };
}
