import type { RepositorySettings } from '#formats';
import { ReleaseError } from '#problem';
import type { Files } from '../gateways.ts';
import { fileKeys, fileNamed, type RepositoryFile } from '../repositories/repository-files.ts';
import { placeFrom } from './place-from.ts';

/**
 * Loads the files that a target's repositories are made from. One that can't be read is told as such: it is a problem of the settings.
 * @param folder of the settings file, absolute
 */
export function loadRepositoryFiles(
  settings: RepositorySettings,
  folder: string,
  files: Files,
): Promise<RepositoryFile[]> {
  return Promise.all(
    fileKeys.flatMap((key) => {
      const name = fileNamed(settings, key);
      return name === undefined ? [] : [load(key, placeFrom(folder, name, files), files)];
    }),
  );
}

async function load(key: RepositoryFile['key'], place: string, files: Files): Promise<RepositoryFile> {
  const file = files.displayed(place);
  try {
    return { key, file, bytes: await files.read(place) };
  } catch (error) {
    const { code, message } = ReleaseError.from(error);
    const isMissing = code === 'file-not-found';
    return { key, file, failure: { code, message: isMissing ? `${file} does not exist` : message } };
  }
}
