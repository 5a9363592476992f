import { defaultFiles } from '#formats';
import { kindOfFile, pairName } from '#release';
import type { Neighbours } from '../neighbours.ts';

/** The files of the other kind that a release file or an image list belongs with, by the usual patterns or those that are given. */
export function pairedFiles(
  { file, files, patterns = defaultFiles }: Neighbours,
  kind: 'release' | 'images',
): readonly string[] {
  const { key } = pairName(file);
  return files.filter((other) => other !== file && kindOfFile(other, patterns) === kind && pairName(other).key === key);
}
