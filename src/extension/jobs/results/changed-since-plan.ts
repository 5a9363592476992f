import { changedSince } from '../../release/changed-since.ts';
import { KnownItems } from '../../release/known-items.ts';
import { settingsHash } from '../../release/settings-hash.ts';
import type { Services } from '../../services.ts';
import type { PlanResult } from './job-result.ts';

/** What has changed on disk since a plan was made, as the view says it; empty when the plan still says what the files say. */
export async function changedSincePlan(planned: PlanResult, { workers }: Pick<Services, 'workers'>): Promise<string> {
  const { world, place } = planned;
  // Without settings there are no files.
  if (place.settings === undefined) return '';
  const hash = await settingsHash(place.settings);
  try {
    const outline = await workers.ask(world, 'outline', { place });
    return changedSince([planned], hash, outline, new KnownItems([planned]));
  } catch {
    // Planning says what is wrong with them.
    return 'The files cannot be read as they are now.';
  }
}
