import { check as checkFiles, loadCheckInput } from '#jobs';
import type { Operate } from '../operation.ts';

/** The problems of the files alone. */
export const check: Operate<'check'> = async ({ settings, files: named }, { files }) =>
  checkFiles(await loadCheckInput({ named, config: settings }, files));
