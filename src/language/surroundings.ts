import { type FormSettings, formSettingsOf } from '#catalog';
import {
  defaultFiles,
  type FileSettings,
  parseImageList,
  parseRelease,
  parseSettings,
  type ReleaseFile,
  type Settings,
  type TargetSettings,
} from '#formats';
import { canonicalRegistry, isRegistryHost } from '#reference';
import type { TargetFact } from './facts.ts';
import type { LanguageId } from './language.ts';

/** What the settings that govern a file say of it. */
export interface Surroundings {
  readonly patterns: FileSettings;
  /** What they say of load forms; absent when they cannot be read: they might say anything. */
  readonly forms?: FormSettings;
  /** Where the release goes; absent when the settings have several targets and none is chosen, or cannot be read. */
  readonly target?: TargetFact;
  /** The names of the targets that one of has to be chosen first. */
  readonly choices?: readonly string[];
}

/** Without settings: the usual names, and no target. */
export const noSurroundings: Surroundings = {
  patterns: defaultFiles,
  forms: formSettingsOf({ names: [], originals: [], files: defaultFiles, targets: [] }),
};

/** Settings that cannot be read: files keep their usual names, so that somebody can go on writing. */
const unreadSurroundings: Surroundings = { patterns: defaultFiles };

/**
 * Reads the settings that govern a file.
 * @param text of the marketplace.yaml
 * @param chosen the name of the target that somebody has chosen; of no effect when there is only one
 */
export function surroundingsOf(text: string, chosen?: string): Surroundings {
  const settings = parseSettings(text).model;
  if (!settings) return unreadSurroundings;
  const { targets, names, files } = settings;
  const target = targets.find(({ name }) => name === chosen) ?? (targets.length === 1 ? targets[0] : undefined);
  const known = { patterns: files, forms: formSettingsOf(settings) };
  if (!target) return { ...known, choices: targets.map(({ name }) => name) };
  return { ...known, target: targetFactOf(target, names) };
}

function targetFactOf(target: TargetSettings, names: Settings['names']): TargetFact {
  const { prefix, kind, repositories, platforms, attestationManifests, existing } = target;
  const makesRepositories = kind === 'ecr' && repositories.create;
  return {
    registry: filledRegistry(target),
    prefix,
    kind,
    names,
    attestationManifests,
    existing,
    ...(platforms ? { platforms } : {}),
    ...(makesRepositories ? { makesRepositories } : {}),
  };
}

/** What the settings do not fill in is left as it stands: somebody has to ask for it. */
function filledRegistry({ registry, account, region }: TargetSettings): string {
  const filled = registry.replaceAll('{account}', account ?? '{account}').replaceAll('{region}', region ?? '{region}');
  return isRegistryHost(filled) ? canonicalRegistry(filled) : filled;
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
