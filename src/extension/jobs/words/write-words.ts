import { type MirrorPlan, neededRepositories } from '#jobs';
import { formatCount } from '#text';

/** What a run of a plan is about: `2 images and 3 referrers`, or repositories alone when nothing is pushed. */
export function writeWords(plan: Pick<MirrorPlan, 'summary' | 'items' | 'repositories'>): string {
  const { copy, referrers } = plan.summary;
  const pushed = pushedWords(copy, referrers?.copy);
  return pushed || `the settings of ${formatCount(neededRepositories(plan).length, 'repository', 'repositories')}`;
}

/** `2 images and 3 referrers`; empty for nothing. */
export function pushedWords(images: number, referrers = 0): string {
  return [
    ...(images > 0 ? [formatCount(images, 'image')] : []),
    ...(referrers > 0 ? [formatCount(referrers, 'referrer')] : []),
  ].join(' and ');
}
