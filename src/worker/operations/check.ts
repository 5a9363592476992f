import { check as checkFiles, loadCheckInput } from '#jobs';
import type { Operate } from '../operation.ts';

/** The problems of the files alone; what is off is nothing to an editor. */
export const check: Operate<'check'> = async ({ settings, files: named }, { files }) => {
  const { ok, problems } = checkFiles(await loadCheckInput({ named, config: settings }, files));
  return { ok, problems };
};
