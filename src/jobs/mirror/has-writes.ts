import { neededRepositories } from '../repositories/needed-repositories.ts';
import type { MirrorPlan } from './mirror-plan.ts';

/** Whether a run of the plan would write anything, so that there is something to confirm. */
export function hasWrites(plan: Pick<MirrorPlan, 'summary' | 'items' | 'repositories'>): boolean {
  const { copy, referrers } = plan.summary;
  return copy + (referrers?.copy ?? 0) + neededRepositories(plan).length > 0;
}
