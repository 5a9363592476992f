/** What is handed over of the languages, which are a bundle of their own. */
export type LanguageRoom = Awaited<ReturnType<typeof loadLanguageRoom>>;

/** Loads that bundle. */
export async function loadLanguageRoom() {
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
