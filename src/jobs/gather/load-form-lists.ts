import { listFields } from '#catalog';
import { decodeText, type FileSettings, parseLoadForm } from '#formats';
import type { Files } from '../gateways.ts';
import type { LoadedFile } from '../loaded-file.ts';
import { folderOf, within } from './file-names.ts';
import type { Governing } from './find-settings.ts';
import { type LoadedReleaseFile, loadFiles } from './load-release-files.ts';

/** More lists than these no release has. */
const mostLists = 200;

/** A load form, with the image lists that it names. */
export interface LoadedForm extends LoadedFile {
  /** By the name behind the `@`: the file, as the user would name it; undefined where none is there. */
  readonly lists: ReadonlyMap<string, string | undefined>;
}

/**
 * Follows forms to the image lists that they name, each from the folder of its form. A list that lies outside of the release's folder is
 * taken for missing: a form that somebody sends does not decide which files are read.
 * @param loaded what was read already
 * @returns the forms, and what had to be read besides: lists, with their releases
 * @throws ReleaseError what reading throws
 */
export async function loadFormLists(
  forms: readonly LoadedFile[],
  loaded: readonly LoadedReleaseFile[],
  governing: Governing,
  patterns: FileSettings,
  files: Files,
): Promise<{ readonly forms: readonly LoadedForm[]; readonly files: readonly LoadedReleaseFile[] }> {
  const named = forms.map((form) => ({ form, names: listNames(form) }));
  const places = new Map<string, string | undefined>();
  const placeOf = ({ file }: LoadedFile, name: string) => files.absolute(within(folderOf(files.absolute(file)), name));
  for (const place of named.flatMap(({ form, names }) => names.map((name) => placeOf(form, name)))) {
    if (places.size >= mostLists) break;
    if (!places.has(place)) places.set(place, await listAt(place, governing.folder, files));
  }
  const known = new Set(loaded.map(({ file }) => file));
  const missing = [...places].filter(([, file]) => file !== undefined && !known.has(file)).map(([place]) => place);
  const read = missing.length === 0 ? [] : await loadFiles(['release', 'images'], governing, missing, patterns, files);
  return {
    forms: named.map(({ form, names }) => {
      const lists = names.flatMap((name) => {
        const place = placeOf(form, name);
        return places.has(place) ? [[name, places.get(place)] as const] : [];
      });
      return { ...form, lists: new Map(lists) };
    }),
    files: read.filter(({ file }) => !known.has(file)),
  };
}

function listNames({ bytes }: LoadedFile): string[] {
  const { forms } = parseLoadForm(decodeText(bytes).text).model;
  return [...new Set(forms.flatMap(listFields).flatMap(({ lists }) => lists.map(({ name }) => name)))];
}

/** A list as the user would name it, when there is one. */
async function listAt(place: string, folder: string, files: Files): Promise<string | undefined> {
  if (!place.startsWith(within(folder, '')) || (await files.kindOf(place)) !== 'file') return undefined;
  return files.displayed(place);
}
