import { ReleaseError } from '#problem';
import { isGlob, matchGlob } from '#release';
import type { Files } from '../gateways.ts';
import { splitPattern, within } from '../gather/file-names.ts';
import { notThere } from '../gather/find-settings.ts';

/**
 * The files that names and patterns stand for, each once, as the user would name them: not every shell expands patterns.
 * @throws ReleaseError `file-not-found` when a name stands for nothing, `usage` for a folder
 */
export async function namedFiles(names: readonly string[], files: Files): Promise<string[]> {
  const places = await Promise.all(names.map((name) => placesOf(name, files)));
  return [...new Set(places.flat())].map((place) => files.displayed(place));
}

/** Absolute names. */
async function placesOf(name: string, files: Files): Promise<string[]> {
  const kind = await files.kindOf(name);
  if (kind === 'file' || kind === 'stream') return [files.absolute(name)];
  if (kind === 'folder') {
    throw new ReleaseError('usage', `${name} is a folder`, {
      hint: `Name the files in it, for example ${name}/*.json`,
    });
  }
  if (!isGlob(name)) throw notThere(name);
  const [base, pattern] = splitPattern(name.replaceAll('\\', '/'));
  const root = files.absolute(base);
  const isBelow = pattern.includes('/');
  const found = (await files.list(root)).filter((file) => (isBelow || !file.includes('/')) && matchGlob(pattern, file));
  if (found.length === 0) throw notThere(name);
  return found.map((file) => within(root, file));
}
