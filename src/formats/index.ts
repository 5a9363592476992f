export { decodeText } from './decode-text.ts';
export { type ImageEntry, type ImageList, parseImageList, withoutDigest } from './image-list.ts';
export { nearest } from './nearest.ts';
export { escapeInvisible, quote } from './quote.ts';
export { parseRelease, type ReleaseFile } from './release-file.ts';
export { parseSettings } from './settings.ts';
export {
  defaultFiles,
  type FileSettings,
  type NameMapping,
  type Settings,
  type TargetSettings,
} from './settings-model.ts';
