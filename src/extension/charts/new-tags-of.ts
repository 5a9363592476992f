import { hasNewTags } from '../jobs/results/job-result.ts';
import type { Whereabouts } from '../selection/selection.ts';
import type { Services } from '../services.ts';

/** Whether images of a release were planned under new tags, as a chart of it then has to name them; empty when not. */
export async function newTagsOf(
  { world, place }: Whereabouts,
  { results }: Pick<Services, 'results'>,
): Promise<{ readonly newTags?: true }> {
  return (await results.of({ world, place })).some(hasNewTags) ? { newTags: true } : {};
}
