import type { FileSettings } from '#formats';
import { ReleaseError } from '#problem';
import { kindOfFile, pairName } from '#release';
import type { Files } from '../../gateways.ts';
import { folderOf, relativeTo, within } from '../../gather/file-names.ts';
import { inputInvalid } from '../../gather/input-invalid.ts';

interface ListPlace {
  /** Of the settings; absolute. */
  readonly folder: string;
  readonly settings: FileSettings;
}

/**
 * Makes sure that a mirror of the same settings takes the lines of an image list for sources, for that is what a chart knows of its images. The list of a
 * release names destinations instead, and only such as the release has.
 * @param file as the user names it; it need not be there yet
 * @throws ReleaseError `usage` for the list of a release, `input-invalid` where the settings take no list without one; what listing the folder throws
 */
export async function requireSourceList(file: string, { folder, settings }: ListPlace, files: Files): Promise<void> {
  const place = files.absolute(file);
  const release = await releaseOf(place, { folder, settings }, files);
  if (release !== undefined) {
    const message = `${file} is the image list of ${release}: its lines name images of that release, and those of a chart would break it`;
    throw new ReleaseError('usage', message, {
      hint: 'Name a file of another name or in another folder. What stands before the first _ of its name pairs a list with its release.',
    });
  }
  if (settings.unpaired === 'sources') return;
  throw inputInvalid([
    {
      file,
      range: { line: 1, column: 1, endLine: 1, endColumn: 1 },
      rule: 'list-unpaired',
      severity: 'error',
      message: 'A mirror would refuse this list: it has no release, and the settings take none without one.',
      hint: 'Set files.unpaired: sources in the settings. Lines are then sources, as they are written here.',
    },
  ]);
}

/** The release file that a list belongs to, by the settings. What lies elsewhere is no part of their release. */
async function releaseOf(place: string, { folder, settings }: ListPlace, files: Files): Promise<string | undefined> {
  if (!place.startsWith(within(folder, ''))) return undefined;
  const root = folderOf(place);
  const { key } = pairName(place);
  const beside = (await files.list(root)).filter((name) => !name.includes('/')).map((name) => within(root, name));
  const found = beside.find(
    (one) => pairName(one).key === key && kindOfFile(relativeTo(folder, one), settings) === 'release',
  );
  return found === undefined ? undefined : files.displayed(found);
}
