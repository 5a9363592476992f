import { ReleaseError } from '#problem';
import { isGlob } from '#release';
import type { Files } from '../gateways.ts';
import type { LoadedFile } from '../loaded-file.ts';
import { folderOf, settingsName, splitPattern, upward, within } from './file-names.ts';
import { refuseOthers } from './refuse-others.ts';

/** Which release is meant, as the user said it. */
export interface ReleaseChoice {
  /** Files, folders and patterns; empty: all files of the release. */
  readonly named: readonly string[];
  /** The settings file, when the nearest one is not meant. */
  readonly config?: string;
}

/** Where a release is: the folder of its settings, and the file itself when there is one. */
export interface Governing {
  /** Absolute. Without settings: the folder that would have been asked first. */
  readonly folder: string;
  readonly file: LoadedFile | undefined;
}

/**
 * Finds the settings that govern the files: the nearest `marketplace.yaml` in their folder or above it.
 * @throws ReleaseError `usage` when the files have different ones, or a pattern fits only what releases below have; what reading throws
 */
export async function findSettings({ named, config }: ReleaseChoice, files: Files): Promise<Governing> {
  if (config !== undefined) {
    const place = files.absolute(config);
    const isFolder = (await files.kindOf(config)) === 'folder';
    return load(isFolder ? within(place, settingsName) : place, files);
  }
  const starts = named.length === 0 ? ['.'] : named;
  const found = await Promise.all(starts.map((name) => nearest(name, files)));
  const [first] = found;
  if (!first) throw new ReleaseError('internal', 'No place to look for settings');
  const other = found.find(({ settings }) => settings !== first.settings);
  if (other) {
    throw new ReleaseError(
      'usage',
      `The files belong to different settings: ${show(first.settings, files)} and ${show(other.settings, files)}`,
      { hint: 'Run one release at a time, or name its settings.' },
    );
  }
  return first.settings === undefined ? { folder: first.folder, file: undefined } : load(first.settings, files);
}

async function load(place: string, files: Files): Promise<Governing> {
  const file = files.displayed(place);
  return { folder: folderOf(place), file: { file, bytes: await files.read(place) } };
}

interface Nearest {
  readonly folder: string;
  readonly settings: string | undefined;
}

async function nearest(name: string, files: Files): Promise<Nearest> {
  const folder = await startOf(name, files);
  for (const above of upward(folder)) {
    const settings = within(above, settingsName);
    if ((await files.kindOf(settings)) === 'file') return { folder, settings };
  }
  // A pattern may be about releases that lie below.
  if ((await files.kindOf(name)) === undefined && isGlob(name)) await refuseOthers(name, files);
  return { folder, settings: undefined };
}

async function startOf(name: string, files: Files): Promise<string> {
  const kind = await files.kindOf(name);
  if (kind === undefined && isGlob(name)) return files.absolute(splitPattern(name)[0]);
  if (kind === undefined) throw notThere(name);
  const place = files.absolute(name);
  return kind === 'folder' ? place : folderOf(place);
}

/** The error for a named file that does not exist. */
export function notThere(name: string): ReleaseError {
  const hint = 'Check the path. Files are looked for from the working directory.';
  return new ReleaseError('file-not-found', `${name} does not exist`, { hint });
}

function show(settings: string | undefined, files: Files): string {
  return settings === undefined ? 'none' : files.displayed(settings);
}
