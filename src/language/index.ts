export { type FormKind, formKinds, templateOf } from '#catalog';
export type { Around, ChartFact, Facts, ImageFact } from './facts.ts';
export { imageListLanguage } from './image-list/image-list.ts';
export type {
  Answer,
  Completion,
  Edit,
  Fix,
  Language,
  LanguageId,
  LineState,
  OutlineSymbol,
  Want,
} from './language.ts';
export { languageById } from './language-by-id.ts';
export { languageOf } from './languages.ts';
export { formListNames, readFormList } from './load-form/form-lists.ts';
export { formNamesImages } from './load-form/form-references.ts';
export { formValueAt, formValues, type PlacedValue } from './load-form/form-values.ts';
export type { Neighbours } from './neighbours.ts';
export { releaseFileLanguage } from './release-file/release-file.ts';
export { chartKeys, settingsNameCharts } from './settings/setting-charts.ts';
export { settingsLanguage } from './settings/settings-language.ts';
export { pairedFiles } from './shared/paired-files.ts';
export {
  isUnmistakable,
  noSurroundings,
  readRelease,
  type Surroundings,
  surroundingsOf,
} from './surroundings.ts';
