import type { MirrorPlan } from '#jobs';
import { formatCount } from './amounts.ts';

/** The question before the writes of a plan: how many, where, as whom. */
export function pushQuestion({ target, summary }: MirrorPlan): string {
  const { registry, prefix, account, kind } = target;
  const tags = formatCount(summary.copy, kind === 'marketplace' ? 'final tag' : 'tag');
  const place = prefix === '' ? registry : `${registry}/${prefix}`;
  return `Push ${tags} to ${place}${account === undefined ? '' : ` as account ${account}`}?`;
}
