export { parseAccountList } from './account-list.ts';
export type { InjectionSetting } from './chart-model.ts';
export { ociChart } from './chart-schema.ts';
export { type DecodedText, decodeText } from './decode-text.ts';
export { type DiffLine, diffLines } from './diff-lines.ts';
export { helmKey, helmScalar } from './helm-scalar.ts';
export { type ImageEntry, type ImageList, longestLine, parseImageList, withoutDigest } from './image-list.ts';
export { readJson } from './json-text.ts';
export { type LineIndex, lineIndex } from './line-index.ts';
export type { Form, FormField, FormItem, FormOption, FormValue } from './load-form/form-model.ts';
export { formatLoadForm } from './load-form/format-load-form.ts';
export { labelKey } from './load-form/label-key.ts';
export { parseLoadForm } from './load-form/load-form.ts';
export { readsAlike } from './load-form/reads-alike.ts';
export { matchPath } from './match-path.ts';
export { nearest } from './nearest.ts';
export { parsePolicy } from './policy-text.ts';
export { escapeInvisible, quote } from './quote.ts';
export { parseRelease, type ReleaseFile, type ReleaseImage, readReleaseTree } from './release-file.ts';
export { parseResourceTags, tagFault } from './resource-tags.ts';
export { parseSettings } from './settings.ts';
export { type SettingKey, settingAt } from './settings-keys.ts';
export {
  type ChartSettings,
  type ChartSource,
  defaultFiles,
  type FileSettings,
  type NameMapping,
  type Original,
  type RegistrySettings,
  type RepositoryKey,
  type RepositorySettings,
  type RuleGrade,
  type Settings,
  type TargetSettings,
} from './settings-model.ts';
export { trimEndSlashes } from './trim-slashes.ts';
export type {
  AcceptedVulnerability,
  AttestationRule,
  DerivedImage,
  RequiredAttestation,
  ScanSettings,
  TokenSource,
  VulnerabilitySeverity,
} from './trust-model.ts';
export { updateImageList } from './update-image-list.ts';
export { readYaml } from './yaml-text.ts';
export type { Path } from './yaml-value.ts';
