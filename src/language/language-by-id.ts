import { imageListLanguage } from './image-list/image-list.ts';
import type { Language, LanguageId } from './language.ts';
import { loadFormLanguage } from './load-form/load-form.ts';
import { releaseFileLanguage } from './release-file/release-file.ts';
import { settingsLanguage } from './settings/settings-language.ts';

const all: Readonly<Record<LanguageId, Language>> = {
  'release-file': releaseFileLanguage,
  'image-list': imageListLanguage,
  'load-form': loadFormLanguage,
  settings: settingsLanguage,
};

/** The language of an id. */
export function languageById(id: LanguageId): Language {
  return all[id];
}
