import type { Settings } from '#formats';
import type { Problem } from '#problem';
import type { Files } from '../gateways.ts';
import type { LoadedFile } from '../loaded-file.ts';
import { findSettings, type ReleaseChoice } from './find-settings.ts';
import { readSettings } from './read-settings.ts';

/** The settings that govern a release, where there are any, found and read. */
export interface OpenedSettings {
  /** Absolute; paths in the settings are relative to it. Without settings: the folder that would have been asked first. */
  readonly folder: string;
  /** Both are there, or neither. */
  readonly file?: LoadedFile;
  readonly settings?: Settings;
  /** What is odd about them and no error. */
  readonly warnings?: readonly Problem[];
}

/** A release, and its settings when they have been read before: they are not read once more, and stay what they were. */
export interface OpenedChoice extends ReleaseChoice {
  readonly opened?: OpenedSettings;
}

/**
 * The settings of a release. That there are none is no error here.
 * @throws ReleaseError `input-invalid`; what finding them throws
 */
export async function openSettings(choice: OpenedChoice, files: Files): Promise<OpenedSettings> {
  if (choice.opened) return choice.opened;
  const { folder, file } = await findSettings(choice, files);
  return { folder, ...(file ? { file, ...readSettings(file) } : {}) };
}
