import type * as Whole from '#language';

/** What is handed over of the languages, which are a bundle of their own. */
export type LanguageRoom = Pick<
  typeof Whole,
  | 'formKinds'
  | 'formValueAt'
  | 'formValues'
  | 'isUnmistakable'
  | 'languageById'
  | 'languageOf'
  | 'noSurroundings'
  | 'pairedFiles'
  | 'readRelease'
  | 'surroundingsOf'
  | 'templateOf'
>;

/** Loads that bundle. */
export async function loadLanguageRoom(): Promise<LanguageRoom> {
  const {
    formKinds,
    formValueAt,
    formValues,
    isUnmistakable,
    languageById,
    languageOf,
    noSurroundings,
    pairedFiles,
    readRelease,
    surroundingsOf,
    templateOf,
  } = await import('#language');
  return {
    formKinds,
    formValueAt,
    formValues,
    isUnmistakable,
    languageById,
    languageOf,
    noSurroundings,
    pairedFiles,
    readRelease,
    surroundingsOf,
    templateOf,
  };
}
