import {
  defaultFiles,
  type FileSettings,
  parseImageList,
  parseRelease,
  parseSettings,
  type ReleaseFile,
} from '#formats';
import type { TargetFact } from './facts.ts';
import type { LanguageId } from './language.ts';

/** What the settings that govern a file say of it. */
export interface Surroundings {
  readonly patterns: FileSettings;
  /** Where the release goes; absent when the settings have several targets and none is chosen, or cannot be read. */
  readonly target?: TargetFact;
}

/** Without settings: the usual names, and no target. */
export const noSurroundings: Surroundings = { patterns: defaultFiles };

/**
 * Reads the settings that govern a file.
 * @param text of the marketplace.yaml
 * @param chosen the name of the target that somebody has chosen; of no effect when there is only one
 */
export function surroundingsOf(text: string, chosen?: string): Surroundings {
  const settings = parseSettings(text).model;
  if (!settings) return noSurroundings;
  const { targets, names, files } = settings;
  const target = targets.find(({ name }) => name === chosen) ?? (targets.length === 1 ? targets[0] : undefined);
  if (!target) return { patterns: files };
  const { prefix, kind, account } = target;
  // The region is AWS's to fill in; what is not filled in names no registry.
  const registry = account === undefined ? target.registry : target.registry.replaceAll('{account}', account);
  return { patterns: files, target: { registry, prefix, kind, names } };
}

/** A release file as far as it can be read. */
export function readRelease(text: string): ReleaseFile {
  return parseRelease(text).model;
}

/**
 * Whether a text can be nothing else than what its name says, also where no marketplace.yaml governs it: others have a `release.json` or
 * an `images.txt` too.
 */
export function isUnmistakable(language: LanguageId, text: string): boolean {
  switch (language) {
    case 'release-file':
      return parseRelease(text).model.images.some(({ source, dest }) => source.reference && dest.tag !== undefined);
    case 'image-list': {
      const { entries } = parseImageList(text).model;
      return entries.length > 0 && entries.every(({ dest, source }) => dest.tag !== undefined && source?.reference);
    }
    default:
      return true;
  }
}
