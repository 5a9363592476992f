import { ReleaseError } from '#problem';
import type { Files } from './gateways.ts';

/**
 * Refuses to write over what the same run reads: a release file would be lost by one wrong word.
 * @param option that names the file, for the message
 * @throws ReleaseError `usage`
 */
export function refuseOverwriting(
  option: string,
  file: string,
  inputs: readonly (string | undefined)[],
  files: Files,
): void {
  const place = files.absolute(file);
  if (!inputs.some((input) => input !== undefined && files.absolute(input) === place)) return;
  throw new ReleaseError('usage', `${option} would write over ${file}, which this command reads`, {
    hint: 'Name another file. Nothing was written.',
  });
}

/**
 * Refuses to save a plan over a file that is none.
 * @throws ReleaseError `usage`, and what reading throws
 */
export async function refuseReplacingOther(file: string, files: Files): Promise<void> {
  if ((await files.kindOf(file)) !== 'file') return;
  const text = new TextDecoder().decode(await files.read(file));
  if (text.trim() === '' || /^\s*\{[^{}[\]]*"planId"/.test(text)) return;
  throw new ReleaseError('usage', `${file} is there already, and is no plan`, {
    hint: 'Name another file, or remove it first. Nothing was written.',
  });
}
