import { ReleaseError } from '#problem';
import { codeOf } from '../error-code.ts';

/**
 * What is wrong with a layout.
 * @param why the rest of the sentence that begins with the layout's folder
 */
export function layoutTrouble(folder: string, why: string, hint: string, cause?: unknown): ReleaseError {
  return new ReleaseError('layout-unusable', `The image layout ${folder} ${why}`, { hint, cause });
}

/** Trouble of the file system, by its own code. */
export function fileTrouble(folder: string, doing: 'read' | 'written', error: unknown): ReleaseError {
  if (ReleaseError.is(error)) return error;
  const hint =
    doing === 'read'
      ? 'Check the folder and who may read it.'
      : 'Check who may write to the folder, and how much room the disk has.';
  return layoutTrouble(folder, `cannot be ${doing} (${codeOf(error) ?? error})`, hint, error);
}

/** Whether the file system said that there is nothing. */
export function isNothing(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}
