export { chooseImages } from './choose-images.ts';
export { isGlob, matchGlob } from './glob.ts';
export type { InputFile } from './input-file.ts';
export { promoteImages } from './promote-images.ts';
export { type ResolvedImage, type ResolvedRelease, resolveRelease } from './resolve-release.ts';
export { kindOfFile, type SelectedFile, selectFiles } from './select-files.ts';
