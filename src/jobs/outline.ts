import {
  decodeText,
  defaultFiles,
  type FileSettings,
  parseSettings,
  type Settings,
  type TargetSettings,
} from '#formats';
import type { Problem } from '#problem';
import { formatReference } from '#reference';
import { type ResolvedImage, resolveRelease } from '#release';
import { type ChartOutline, outlineCharts } from './chart-outline.ts';
import { check } from './check.ts';
import type { LoadedCheckInput } from './gather/load-check-input.ts';
import type { LoadedFile } from './loaded-file.ts';
import { readInput } from './read-input.ts';

/** The files of a release, the images in them, and what is wrong with them: all that can be told without asking anyone. */
export interface ReleaseOutline {
  readonly files: readonly FileOutline[];
  /** Its load forms, which name no images to copy. */
  readonly forms: readonly string[];
  /** The charts that its settings name. */
  readonly charts: readonly ChartOutline[];
  /** What its files are called: a file that is not there yet can be of it. */
  readonly patterns: FileSettings;
  /** The same that a check finds. */
  readonly problems: readonly Problem[];
}

export interface FileOutline {
  readonly file: string;
  readonly kind: 'release' | 'images';
  /**
   * In the order of the file. An image that several lines ask for stands at each of them, and where its release has it; one with an
   * error is among the problems.
   */
  readonly images: readonly ImageOutline[];
}

export interface ImageOutline {
  /** Repository and tag under the target's prefix: `zeebe:8.3.4`. */
  readonly name: string;
  /** Where it comes from, as a reference. */
  readonly source: string;
  /** 1-based, of the line that asks for it, or of the release that has it. */
  readonly line: number;
  readonly column: number;
  /** In the release, but in none of its lists. */
  readonly isIgnored: boolean;
}

type Wanted = Pick<Settings, 'names' | 'originals' | 'files' | 'charts'> & { readonly targets: readonly Target[] };
type Target = Pick<TargetSettings, 'name' | 'registry' | 'prefix' | 'kind'>;

/** What files are shown with while their settings are missing or can't be read: as if these said nothing but where to. */
const noTarget: Target = { name: 'default', registry: 'registry.invalid', prefix: '', kind: 'oci' };
const noSettings: Wanted = { names: [], originals: [], files: defaultFiles, charts: [], targets: [noTarget] };

/**
 * Outlines a release. Account and region may still be missing in the target's registry: names don't depend on them.
 * @param targetName of the targets in the settings; the first when it is none of them
 */
export function outlineRelease(
  { settings, files, forms, repositories }: LoadedCheckInput,
  targetName?: string,
): ReleaseOutline {
  const wanted = (settings && modelOf(settings)) ?? noSettings;
  const target = wanted.targets.find(({ name }) => name === targetName) ?? wanted.targets[0] ?? noTarget;
  const inputs = files.flatMap((file) => readInput(file, file.kind).input ?? []);
  const { images, ignored } = resolveRelease({ settings: wanted, target, files: inputs });
  const places = [
    ...images.flatMap((image) => placesOf(image, target, false)),
    ...ignored.flatMap((image) => placesOf(image, target, true)),
  ];
  const { problems } = check({
    ...(settings ? { settings } : {}),
    files,
    forms,
    ...(repositories ? { repositories } : {}),
  });
  return {
    files: files.map(({ file, kind }) => ({
      file,
      kind,
      images: places
        .filter((place) => place.file === file)
        .map(({ image }) => image)
        .sort((a, b) => a.line - b.line || a.column - b.column),
    })),
    forms: forms.map(({ file }) => file),
    charts: outlineCharts(wanted.charts),
    patterns: wanted.files,
    problems,
  };
}

function modelOf({ bytes }: LoadedFile): Settings | undefined {
  const { text, problems } = decodeText(bytes);
  return problems.length > 0 ? undefined : parseSettings(text).model;
}

function placesOf(
  { source, target, origins, pinned }: ResolvedImage,
  { prefix }: Target,
  isIgnored: boolean,
): { file: string; image: ImageOutline }[] {
  const start = prefix === '' ? '' : `${prefix}/`;
  const name = `${target.repository.slice(start.length)}:${target.tag}`;
  return [...origins, ...(pinned ? [pinned] : [])].map(({ file, line, column }) => ({
    file,
    image: { name, source: formatReference(source), line, column, isIgnored },
  }));
}
