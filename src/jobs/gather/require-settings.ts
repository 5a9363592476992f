import { ReleaseError } from '#problem';
import type { Files } from '../gateways.ts';
import { settingsName } from './file-names.ts';
import { type OpenedChoice, type OpenedSettings, openSettings } from './open-settings.ts';

/** The smallest settings that work, for whoever has none yet. */
const smallest = [
  'version: 1',
  'target:',
  '  registry: 709825985650.dkr.ecr.us-east-1.amazonaws.com',
  '  prefix: <seller>/<product>',
];

/**
 * The settings of a release that cannot do without.
 * @throws ReleaseError `settings-missing`; what {@link openSettings} throws
 */
export async function requireSettings(choice: OpenedChoice, files: Files): Promise<Required<OpenedSettings>> {
  const { folder, file, settings, warnings = [] } = await openSettings(choice, files);
  if (file && settings) return { folder, file, settings, warnings };
  const displayed = files.displayed(folder);
  const where = displayed === '.' ? 'this folder' : displayed;
  throw new ReleaseError('settings-missing', `There is no ${settingsName} in ${where} or in a folder above it`, {
    details: smallest,
    hint: `Write a ${settingsName} beside the release files, with at least the lines above.`,
  });
}
