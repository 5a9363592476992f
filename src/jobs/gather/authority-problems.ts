import { decodeText, type RegistrySettings } from '#formats';
import { type Problem, ReleaseError } from '#problem';
import { certificatesIn } from '#registry';
import type { Files } from '../gateways.ts';
import { placeFrom } from './place-from.ts';

/** How a PEM certificate begins; of some kinds only the beginning is the same. */
const beginning = /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----/g;

/**
 * What is wrong with the certificate files of `registries.<host>.ca`: told where the setting stands, because that is what can be corrected.
 * @param settingsFile as the user would name it
 * @param folder of the settings file, absolute
 */
export async function authorityProblems(
  registries: readonly RegistrySettings[],
  { settingsFile, folder, files }: { readonly settingsFile: string; readonly folder: string; readonly files: Files },
): Promise<Problem[]> {
  const found = registries.map(async ({ host, ca, caRange, range }): Promise<Problem[]> => {
    if (ca === undefined) return [];
    const fault = await faultOf(placeFrom(folder, ca, files), files);
    if (!fault) return [];
    const hint = `Correct registries."${host}".ca: a PEM file with one or several certificates, relative to marketplace.yaml.`;
    return [{ file: settingsFile, severity: 'error', range: caRange ?? range, hint, ...fault }];
  });
  return (await Promise.all(found)).flat();
}

async function faultOf(place: string, files: Files): Promise<Pick<Problem, 'rule' | 'message'> | undefined> {
  const file = files.displayed(place);
  let bytes: Uint8Array;
  try {
    bytes = await files.read(place);
  } catch (error) {
    const { code, message } = ReleaseError.from(error);
    return { rule: code, message: code === 'file-not-found' ? `${file} does not exist` : message };
  }
  const { text } = decodeText(bytes);
  const stated = text.match(beginning)?.length ?? 0;
  if (stated === 0) return { rule: 'authority-invalid', message: `${file} holds no certificate` };
  const broken = stated - certificatesIn(text).length;
  if (broken === 0) return undefined;
  return { rule: 'authority-invalid', message: `${broken} of ${stated} certificates in ${file} cannot be read` };
}
