export { chooseImages } from './choose-images.ts';
export { distinctEntries } from './distinct-entries.ts';
export { isGlob, matchGlob } from './glob.ts';
export type { InputFile } from './input-file.ts';
export { pairName } from './pairing.ts';
export { promoteImages } from './promote-images.ts';
export { type ResolvedImage, type ResolvedRelease, resolveRelease } from './resolve-release.ts';
export { type FileKind, kindOfFile, selectFiles } from './select-files.ts';
export { targetRepository } from './target-repository.ts';
