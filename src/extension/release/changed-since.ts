import type { FileOutline, ReleaseOutline } from '#worker';
import { fileKey, isPlanResult, type JobResult } from '../jobs/results/job-result.ts';
import type { KnownItems } from './known-items.ts';

/**
 * What has changed since the newest plan or verification of a release, in words for the view; nothing when it still says what the files say.
 * @param results of the release's target, the newest first
 * @param known what those of them say that were made under the settings as they are now
 */
export function changedSince(
  results: readonly JobResult[],
  settingsHash: string,
  outline: Pick<ReleaseOutline, 'files' | 'problems'>,
  known: KnownItems,
): string {
  const [newest] = results;
  if (!newest) return '';
  const then = `since the ${isPlanResult(newest) ? 'plan' : 'verification'}.`;
  if (newest.settingsHash !== settingsHash) return `marketplace.yaml has changed ${then}`;
  const files = new Set(outline.files.map(({ file }) => fileKey(file)));
  const looked = new Set(known.files);
  const isOfAll = newest.files.length === 0;
  const isNew = ({ file, images }: FileOutline) => isOfAll && images.length > 0 && !looked.has(fileKey(file));
  const isOther = outline.files.some((file) => known.differs(file) || isNew(file));
  return isOther || known.files.some((file) => !files.has(file)) ? `The files have changed ${then}` : '';
}
