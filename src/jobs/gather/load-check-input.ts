import { decodeText, defaultFiles, type FileSettings, parseSettings } from '#formats';
import type { CheckInput, LoadedFile } from '../check.ts';
import type { Files } from '../gateways.ts';
import { findSettings, type ReleaseChoice } from './find-settings.ts';
import { type LoadedReleaseFile, loadReleaseFiles } from './load-release-files.ts';

/** Input of a check, whose files are of a known kind. */
export interface LoadedCheckInput extends CheckInput {
  readonly files: readonly LoadedReleaseFile[];
}

/**
 * Reads what a check looks at. Settings that can't be read are a finding, not a reason to stop: their defaults choose the files then.
 * @throws ReleaseError what finding the settings and loading the files throw
 */
export async function loadCheckInput(choice: ReleaseChoice, files: Files): Promise<LoadedCheckInput> {
  const governing = await findSettings(choice, files);
  const patterns = governing.file ? patternsOf(governing.file) : defaultFiles;
  const loaded = await loadReleaseFiles(governing, choice.named, patterns, files);
  return { ...(governing.file ? { settings: governing.file } : {}), files: loaded };
}

function patternsOf({ bytes }: LoadedFile): FileSettings {
  const { text, problems } = decodeText(bytes);
  return (problems.length > 0 ? undefined : parseSettings(text).model?.files) ?? defaultFiles;
}
