import { check as checkFiles, loadCheckInput, withCharts } from '#jobs';
import type { Operate } from '../operation.ts';

/** The problems of the files alone; what is off is nothing to an editor. */
export const check: Operate<'check'> = async ({ settings, files: named }, { files }) => {
  const { ok, problems } = checkFiles(
    await withCharts(await loadCheckInput({ named, config: settings }, files), files),
  );
  return { ok, problems };
};
