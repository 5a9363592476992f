export { parseAccountList } from './account-list.ts';
export { decodeText } from './decode-text.ts';
export { type ImageEntry, type ImageList, parseImageList, withoutDigest } from './image-list.ts';
export { nearest } from './nearest.ts';
export { parsePolicy } from './policy-text.ts';
export { escapeInvisible, quote } from './quote.ts';
export { parseRelease, type ReleaseFile } from './release-file.ts';
export { parseResourceTags, tagFault } from './resource-tags.ts';
export { parseSettings } from './settings.ts';
export {
  defaultFiles,
  type FileSettings,
  type NameMapping,
  type Original,
  type RegistrySettings,
  type RepositoryKey,
  type RepositorySettings,
  type Settings,
  type TargetSettings,
} from './settings-model.ts';
