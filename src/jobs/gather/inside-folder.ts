import { ReleaseError } from '#problem';
import type { Files } from '../gateways.ts';

/**
 * Refuses a file that really is outside of a folder, behind a link: releases are often of folders that somebody else has written, and what
 * is added to an image is read by all who pull it.
 * @param place absolute
 * @throws ReleaseError `file-not-readable`
 */
export async function requireInside(
  folder: string,
  place: string,
  files: Pick<Files, 'real' | 'displayed'>,
): Promise<void> {
  const [root, file] = await Promise.all([files.real(folder), files.real(place)]);
  if (file.startsWith(root.endsWith('/') ? root : `${root}/`)) return;
  throw new ReleaseError('file-not-readable', `${files.displayed(place)} is a link to ${file}, outside of ${root}`, {
    hint: 'Put the file itself into the folder of marketplace.yaml.',
  });
}
