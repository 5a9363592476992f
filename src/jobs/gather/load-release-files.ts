import type { FileSettings } from '#formats';
import { ReleaseError } from '#problem';
import { Limiter } from '#registry';
import { type FileKind, type InputFile, isGlob, kindOfFile, selectFiles } from '#release';
import type { Files } from '../gateways.ts';
import type { LoadedFile } from '../loaded-file.ts';
import { fitsPattern, folderOf, relativeTo, settingsName, splitPattern, within } from './file-names.ts';
import { type Governing, notThere } from './find-settings.ts';
import { refuseOthers } from './refuse-others.ts';

/** Files read at the same time. */
const readsAtOnce = 16;

/** A file that has been read, and what it is taken for. */
export interface LoadedOf<Kind extends FileKind> extends LoadedFile {
  readonly kind: Kind;
}

/** A file that says what is copied. */
export type LoadedReleaseFile = LoadedOf<InputFile['kind']>;

type Patterns = Pick<FileSettings, 'releases' | 'images' | 'forms'>;

const releaseKinds = ['release', 'images'] as const;

/**
 * The files of a release, as {@link loadFiles}: load forms are passed over, also when they are named.
 * @throws ReleaseError as that
 */
export function loadReleaseFiles(
  governing: Governing,
  names: readonly string[],
  patterns: Patterns,
  files: Files,
): Promise<LoadedReleaseFile[]> {
  return loadFiles(releaseKinds, governing, names, patterns, files);
}

/**
 * Chooses and reads the files of some kinds: those named, with the ones that belong to them, or all below the settings. Folders
 * with settings of their own are other releases.
 * @throws ReleaseError `file-not-found` when a name stands for nothing, or nothing is there at all; what reading throws
 */
export async function loadFiles<Kind extends FileKind>(
  kinds: readonly Kind[],
  governing: Governing,
  names: readonly string[],
  patterns: Patterns,
  files: Files,
): Promise<LoadedOf<Kind>[]> {
  const { folder } = governing;
  const what = wordsOf(kinds);
  // Shells expand a pattern to the settings file too; it governs, it is no part of the release.
  const named = names.filter((name) => name.split(/[\\/]/).at(-1) !== settingsName);
  const chosen = await Promise.all(named.map((name) => placesNamed(name, { folder, patterns, files, what })));
  const roots = named.length === 0 ? [folder] : [...new Set(chosen.flat().map(folderOf))];
  const listed = await Promise.all(roots.map((root) => listRelease(root, files)));
  const all = [...new Set([...listed.flat(), ...chosen.flat()])].map((place) => relativeTo(folder, place));
  const wanted = chosen.flat().map((place) => relativeTo(folder, place));
  const found = named.length > 0 && wanted.length === 0 ? [] : selectFiles(all, wanted, patterns).files;
  const selected = found.flatMap(({ file, kind: its }) => {
    const kind = kinds.find((one) => one === its);
    return kind === undefined ? [] : [{ file, kind }];
  });
  if (selected.length === 0) throw nothingFound(named, patterns, files.displayed(folder), what);
  const reads = new Limiter(readsAtOnce);
  return Promise.all(
    selected.map(async ({ file, kind }) => {
      const place = file.startsWith('/') || /^[A-Za-z]:\//.test(file) ? file : within(folder, file);
      return { file: files.displayed(place), kind, bytes: await reads.run(() => files.read(place)) };
    }),
  );
}

/** Absolute names of what a name stands for: a file, the release's files in a folder, those that fit a pattern. */
async function placesNamed(
  name: string,
  { folder, patterns, files, what }: { folder: string; patterns: Patterns; files: Files; what: string },
): Promise<string[]> {
  const kind = await files.kindOf(name);
  const place = files.absolute(name);
  const isUsual = (one: string) => kindOfFile(relativeTo(folder, one), patterns) !== undefined;
  if (kind === 'file' || kind === 'stream') return [place];
  if (kind === 'folder') return orNothing((await listRelease(place, files)).filter(isUsual), name, what);
  if (!isGlob(name)) throw notThere(name);
  const [base, pattern] = splitPattern(name.replaceAll('\\', '/'));
  const root = files.absolute(base);
  const fits = (one: string) => fitsPattern(pattern, relativeTo(root, one));
  const found = (await listRelease(root, files)).filter((one) => isUsual(one) && fits(one));
  if (found.length === 0) await refuseOthers(name, files);
  return orNothing(found, name, what);
}

function orNothing(places: string[], name: string, what: string): string[] {
  if (places.length > 0) return places;
  throw nothingAt(name, what);
}

/** The error for a name that stands for no file of a release. */
export function nothingAt(name: string, what: string): ReleaseError {
  return new ReleaseError('file-not-found', `No ${what} is at ${name}`, {
    hint: 'Check the path, and the patterns under files in marketplace.yaml.',
  });
}

/** Absolute names of all files below a folder, without those of other releases. */
async function listRelease(folder: string, files: Files): Promise<string[]> {
  const listed = await files.list(folder);
  const others = listed
    .filter((file) => file.endsWith(`/${settingsName}`))
    .map((file) => file.slice(0, -settingsName.length));
  return listed.filter((file) => !others.some((other) => file.startsWith(other))).map((file) => within(folder, file));
}

function wordsOf(kinds: readonly FileKind[]): string {
  return kinds.includes('form') ? 'release file, image list or load form' : 'release file or image list';
}

function nothingFound(
  named: readonly string[],
  { releases, images, forms }: Patterns,
  folder: string,
  what: string,
): ReleaseError {
  const where =
    named.length === 0 ? `in ${folder === '.' ? 'this folder' : folder} or below it` : `at ${named.join(', ')}`;
  const names = `Release files are named ${releases}, image lists ${images}, load forms ${forms}`;
  return new ReleaseError('file-not-found', `No ${what} is ${where}`, {
    hint: `${names}; marketplace.yaml can say otherwise under files.`,
  });
}
