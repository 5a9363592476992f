import type { FileSettings } from '#formats';
import { ReleaseError } from '#problem';
import { Limiter } from '#registry';
import { isGlob, kindOfFile, matchGlob, type SelectedFile, selectFiles } from '#release';
import type { Files } from '../gateways.ts';
import type { LoadedFile } from '../loaded-file.ts';
import { folderOf, relativeTo, splitPattern, within } from './file-names.ts';
import { type Governing, notThere, settingsName } from './find-settings.ts';

/** Files read at the same time. */
const readsAtOnce = 16;

/** A file of a release that has been read, and what it is taken for. */
export interface LoadedReleaseFile extends LoadedFile {
  readonly kind: SelectedFile['kind'];
}

type Patterns = Pick<FileSettings, 'releases' | 'images'>;

/**
 * Chooses and reads the files of a release: those named, with the ones that belong to them, or all below the settings. Folders
 * with settings of their own are other releases.
 * @throws ReleaseError `file-not-found` when a name stands for nothing, or nothing is there at all; what reading throws
 */
export async function loadReleaseFiles(
  governing: Governing,
  names: readonly string[],
  patterns: Patterns,
  files: Files,
): Promise<LoadedReleaseFile[]> {
  const { folder } = governing;
  // Shells expand a pattern to the settings file too; it governs, it is no part of the release.
  const named = names.filter((name) => name.split(/[\\/]/).at(-1) !== settingsName);
  const chosen = await Promise.all(named.map((name) => placesNamed(name, folder, patterns, files)));
  const roots = named.length === 0 ? [folder] : [...new Set(chosen.flat().map(folderOf))];
  const listed = await Promise.all(roots.map((root) => listRelease(root, files)));
  const all = [...new Set([...listed.flat(), ...chosen.flat()])].map((place) => relativeTo(folder, place));
  const wanted = chosen.flat().map((place) => relativeTo(folder, place));
  const selected = named.length > 0 && wanted.length === 0 ? [] : selectFiles(all, wanted, patterns).files;
  if (selected.length === 0) throw nothingFound(named, patterns, files.displayed(folder));
  const reads = new Limiter(readsAtOnce);
  return Promise.all(
    selected.map(async ({ file, kind }) => {
      const place = file.startsWith('/') || /^[A-Za-z]:\//.test(file) ? file : within(folder, file);
      return { file: files.displayed(place), kind, bytes: await reads.run(() => files.read(place)) };
    }),
  );
}

/** Absolute names of what a name stands for: a file, the release's files in a folder, those that fit a pattern. */
async function placesNamed(name: string, folder: string, patterns: Patterns, files: Files): Promise<string[]> {
  const kind = await files.kindOf(name);
  const place = files.absolute(name);
  const isUsual = (one: string) => kindOfFile(relativeTo(folder, one), patterns) !== undefined;
  if (kind === 'file' || kind === 'stream') return [place];
  if (kind === 'folder') return orNothing((await listRelease(place, files)).filter(isUsual), name);
  if (!isGlob(name)) throw notThere(name);
  const [base, pattern] = splitPattern(name.replaceAll('\\', '/'));
  const root = files.absolute(base);
  const fits = (one: string) => {
    const relative = relativeTo(root, one);
    return pattern.includes('/')
      ? matchGlob(pattern, relative)
      : !relative.includes('/') && matchGlob(pattern, relative);
  };
  return orNothing(
    (await listRelease(root, files)).filter((one) => isUsual(one) && fits(one)),
    name,
  );
}

function orNothing(places: string[], name: string): string[] {
  if (places.length > 0) return places;
  throw new ReleaseError('file-not-found', `No release file or image list is at ${name}`, {
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

function nothingFound(named: readonly string[], { releases, images }: Patterns, folder: string): ReleaseError {
  const where =
    named.length === 0 ? `in ${folder === '.' ? 'this folder' : folder} or below it` : `at ${named.join(', ')}`;
  return new ReleaseError('file-not-found', `No release file or image list is ${where}`, {
    hint: `Release files are named ${releases}, image lists ${images}; marketplace.yaml can say otherwise under files.`,
  });
}
