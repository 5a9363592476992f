import { decodeText, defaultFiles, parseSettings, type Settings } from '#formats';
import { ReleaseError } from '#problem';
import type { FileKind } from '#release';
import type { CheckInput } from '../check.ts';
import type { Files } from '../gateways.ts';
import type { LoadedFile } from '../loaded-file.ts';
import { findSettings, type ReleaseChoice } from './find-settings.ts';
import { type LoadedForm, loadFormLists } from './load-form-lists.ts';
import { type LoadedOf, type LoadedReleaseFile, loadFiles } from './load-release-files.ts';
import { loadRepositoryFiles } from './load-repository-files.ts';
import { checkNamedFiles } from './named-files.ts';

/** Input of a check, whose files are of a known kind. */
export interface LoadedCheckInput extends CheckInput {
  readonly files: readonly LoadedReleaseFile[];
  readonly forms: readonly LoadedForm[];
}

/**
 * Reads what a check looks at. Settings that can't be read are a finding, not a reason to stop: their defaults choose the files then.
 * @throws ReleaseError what finding the settings and loading the files throw
 */
export async function loadCheckInput(choice: ReleaseChoice, files: Files): Promise<LoadedCheckInput> {
  const governing = await findSettings(choice, files);
  const settings = governing.file && settingsOf(governing.file);
  const kinds = ['release', 'images', 'form'] as const;
  // A release may be charts alone.
  const mayBeNone = choice.named.length === 0 && (settings?.charts.length ?? 0) > 0;
  const patterns = settings?.files ?? defaultFiles;
  const loaded = await loadFiles(kinds, governing, choice.named, patterns, files).catch(
    (error: unknown): LoadedOf<FileKind>[] => {
      if (mayBeNone && ReleaseError.is(error) && error.code === 'file-not-found') return [];
      throw error;
    },
  );
  const repositories = (settings?.targets ?? []).map(
    async (target) => [target.name, await loadRepositoryFiles(target.repositories, governing.folder, files)] as const,
  );
  const settingsFile = governing.file?.file ?? '';
  const named = settings && (await checkNamedFiles(settings, { settingsFile, folder: governing.folder, files }));
  const ofRelease = loaded.filter(isOfRelease);
  const forms = loaded.filter(({ kind }) => kind === 'form');
  const followed = await loadFormLists(forms, ofRelease, governing, patterns, files);
  return {
    ...(governing.file ? { settings: governing.file } : {}),
    problems: named?.problems ?? [],
    files: [...ofRelease, ...followed.files],
    forms: followed.forms,
    repositories: new Map(await Promise.all(repositories)),
  };
}

function isOfRelease(file: LoadedOf<FileKind>): file is LoadedReleaseFile {
  return file.kind !== 'form';
}

function settingsOf({ bytes }: LoadedFile): Settings | undefined {
  const { text, problems } = decodeText(bytes);
  return problems.length > 0 ? undefined : parseSettings(text).model;
}
