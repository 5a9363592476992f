import { defaultFiles, type FileSettings } from '#formats';
import { kindOfFile } from '#release';
import type { LanguageId } from './language.ts';

const settingsFile = 'marketplace.yaml';

/**
 * Which language a file is written in, by its name and the `files:` patterns of the settings that govern it; undefined for a file that is
 * none of a release's.
 * @param file with forward slashes
 */
export function languageOf(file: string, patterns: FileSettings = defaultFiles): LanguageId | undefined {
  if (file.slice(file.lastIndexOf('/') + 1) === settingsFile) return 'settings';
  const kind = kindOfFile(file, patterns);
  if (kind === 'release') return 'release-file';
  if (kind === 'form') return 'load-form';
  return kind === 'images' ? 'image-list' : undefined;
}
