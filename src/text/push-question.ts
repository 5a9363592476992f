import type { Item, MirrorPlan } from '#jobs';
import { formatCount } from './amounts.ts';
import { countTags } from './final-writes.ts';
import { nameIn } from './name-in.ts';
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

/** More names than these are no help in a question. */
const mostNamed = 3;

/** What speaks against a push that nothing stops: images with warnings, those that nobody attests, what was not looked at. */
export function pushDoubts({
  items,
  target,
  unasked = [],
}: Pick<MirrorPlan, 'items' | 'target' | 'unasked'>): string[] {
  const pushed = items.filter(({ outcome }) => outcome === 'copy');
  const warned = pushed.filter((item) => isUnattested(item) || hasWarning(item));
  const unattested = warned.filter(isUnattested).length;
  const names = warned.length > mostNamed ? '' : ` (${warned.map((item) => nameIn(target, item.target)).join(', ')})`;
  const without = unattested === 0 ? '' : `, ${unattested} of them not attested`;
  return [
    ...(warned.length === 0 ? [] : [`With warnings: ${formatCount(warned.length, 'image')}${names}${without}.`]),
    ...(pushed.length > 0 && unasked.length > 0 ? ['Layers were not read.'] : []),
  ];
}

function isUnattested({ attestation }: Item): boolean {
  return attestation?.state === 'unproven';
}

function hasWarning({ findings = [], message }: Item): boolean {
  // What is said of an image that is copied all the same is a warning too.
  return message !== undefined || findings.some(({ severity }) => severity === 'warning');
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
