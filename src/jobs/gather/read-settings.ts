import { decodeText, parseSettings, type Settings } from '#formats';
import { inFile, ReleaseError } from '#problem';
import type { LoadedFile } from '../check.ts';
import { settingsName } from './find-settings.ts';
import { inputInvalid } from './input-invalid.ts';

/** The smallest settings that work, for whoever has none yet. */
const smallest = [
  'version: 1',
  'target:',
  '  registry: 709825985650.dkr.ecr.us-east-1.amazonaws.com',
  '  prefix: <seller>/<product>',
];

/**
 * Reads the settings of a job.
 * @param folder where they were looked for first, as the user would name it
 * @throws ReleaseError `settings-missing`, `input-invalid`
 */
export function readSettings(file: LoadedFile | undefined, folder: string): Settings {
  if (!file) {
    const where = folder === '.' ? 'this folder' : folder;
    throw new ReleaseError('settings-missing', `There is no ${settingsName} in ${where} or in a folder above it`, {
      details: smallest,
      hint: `Write a ${settingsName} beside the release files, with at least the lines above.`,
    });
  }
  const { text, problems: ofBytes } = decodeText(file.bytes);
  const { model, problems } = ofBytes.length > 0 ? { model: undefined, problems: [] } : parseSettings(text);
  if (!model) throw inputInvalid(inFile(file.file, [...ofBytes, ...problems]));
  return model;
}
