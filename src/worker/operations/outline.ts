import { type LoadedFile, loadCheckInput, outlineRelease } from '#jobs';
import { ReleaseError } from '#problem';
import type { Operate } from '../operation.ts';

/** The files of a release and the images in them. A release without files has none, which is no error here. */
export const outline: Operate<'outline'> = async ({ place: { settings: config, target } }, { files }) => {
  if (config === undefined) {
    throw new ReleaseError('settings-missing', 'Without a marketplace.yaml there is no release to show', {
      hint: 'Write a marketplace.yaml beside the release files.',
    });
  }
  const settings: LoadedFile = { file: files.absolute(config), bytes: await files.read(config) };
  const input = await loadCheckInput({ named: [], config }, files).catch((error) => {
    if (ReleaseError.is(error) && error.code === 'file-not-found') return { settings, files: [], forms: [] };
    throw error;
  });
  return outlineRelease(input, target);
};
