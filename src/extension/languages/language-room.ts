/** The languages, which are a bundle of their own. */
export type LanguageRoom = Awaited<ReturnType<typeof loadLanguageRoom>>;

/** Loads that bundle. */
export function loadLanguageRoom() {
  return import('#language');
}
