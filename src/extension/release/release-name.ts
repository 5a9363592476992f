import path from 'node:path';

/**
 * What people call a release: the text before the first `_` of its file names when they share it (`8.3.4` of `8.3.4_images.txt`), else
 * the folder of its settings.
 */
export function releaseName(settings: string, files: readonly string[]): string {
  const starts = new Set(files.map((file) => /^([^_]+)_/.exec(path.basename(file))?.[1] ?? ''));
  const [only = ''] = starts;
  return starts.size === 1 && only !== '' ? only : path.basename(path.dirname(settings));
}
