import type { DerivedImage, Settings } from '#formats';
import { type Problem, ReleaseError } from '#problem';
import type { Files } from '../gateways.ts';
import { attestorKeyFiles } from './attestor-key-files.ts';
import { authorityFiles } from './authority-files.ts';
import { requireInside } from './inside-folder.ts';
import type { FileFault, NamedFile } from './named-file.ts';
import { placeFrom } from './place-from.ts';

/** The files that settings name for other ends than to be released. */
export interface NamedFiles {
  /** What is wrong with them: told where the setting stands, because that is what can be corrected. */
  readonly problems: readonly Problem[];
  /** As the user would name them. */
  readonly inputs: readonly string[];
}

/**
 * Looks at certificates, keys of attestors and files that are added to images.
 * @param settingsFile as the user would name it
 * @param folder of the settings file, absolute
 */
export async function checkNamedFiles(
  { registries, attestations, derive }: Pick<Settings, 'registries' | 'attestations' | 'derive'>,
  { settingsFile, folder, files }: { readonly settingsFile: string; readonly folder: string; readonly files: Files },
): Promise<NamedFiles> {
  const named = [...authorityFiles(registries), ...attestorKeyFiles(attestations), ...addedFiles(derive)];
  const looked = named.map(async (one) => {
    const place = placeFrom(folder, one.name, files);
    const fault = (await outsideFault(one, place, folder, files)) ?? (await faultOf(one, place, files));
    const { range, hint } = one;
    const problem: Problem | undefined = fault && { file: settingsFile, severity: 'error', range, hint, ...fault };
    return { input: files.displayed(place), problem };
  });
  const found = await Promise.all(looked);
  return {
    problems: found.flatMap(({ problem }) => problem ?? []),
    inputs: [...new Set(found.map(({ input }) => input))],
  };
}

function addedFiles(derive: readonly DerivedImage[]): NamedFile[] {
  const hint = 'Correct derive: from is a file in the folder of marketplace.yaml or below.';
  return derive.flatMap(({ files, range }) =>
    files.map((file) => ({ name: file.from, range: file.range ?? range, hint, isInside: true })),
  );
}

async function outsideFault(
  { isInside }: NamedFile,
  place: string,
  folder: string,
  files: Files,
): Promise<FileFault | undefined> {
  if (!isInside) return undefined;
  try {
    await requireInside(folder, place, files);
    return undefined;
  } catch (error) {
    const { code, message } = ReleaseError.from(error);
    return { rule: code, message };
  }
}

async function faultOf(named: NamedFile, place: string, files: Files): Promise<FileFault | undefined> {
  const file = files.displayed(place);
  let bytes: Uint8Array;
  try {
    bytes = await files.read(place);
  } catch (error) {
    const { code, message } = ReleaseError.from(error);
    return { rule: code, message: code === 'file-not-found' ? `${file} does not exist` : message };
  }
  return named.faultOf?.(bytes, file);
}
