import type { MirrorPlan } from '#jobs';
import { formatCount } from './amounts.ts';
import { countTags } from './final-writes.ts';
import { repositoryQuestion } from './repository-words.ts';
import { targetPlace } from './target-place.ts';

/** The question before the writes of a plan: how many, where, as whom. */
export function pushQuestion(plan: MirrorPlan): string {
  const { account, kind } = plan.target;
  const tags = pushWords(plan, kind === 'marketplace' ? 'final tag' : 'tag');
  const place = `${targetPlace(plan.target)}${account === undefined ? '' : ` as account ${account}`}`;
  const first = repositoryQuestion(plan);
  if (first !== '' && !hasPushes(plan)) return `${first} at ${place}?`;
  return `${first === '' ? 'Push' : `${first}, and push`} ${tags} to ${place}?`;
}

/** Whether a plan pushes anything; else what it writes is how repositories are configured. */
export function hasPushes({ summary }: Pick<MirrorPlan, 'summary'>): boolean {
  return summary.copy + (summary.referrers?.copy ?? 0) > 0;
}

/** What a plan would push: `3 tags and 2 referrers`; what refers to an image has no tag as a rule. */
export function pushWords(plan: MirrorPlan, tag = 'tag'): string {
  const tags = countTags(plan);
  const untagged = plan.items
    .flatMap(({ referrers }) => referrers?.list ?? [])
    .filter((one) => one.outcome === 'copy' && one.tag === undefined).length;
  return [
    ...(tags > 0 || untagged === 0 ? [formatCount(tags, tag)] : []),
    ...(untagged > 0 ? [formatCount(untagged, 'referrer')] : []),
  ].join(' and ');
}
