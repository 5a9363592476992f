import { decodeText, type RegistrySettings } from '#formats';
import { certificatesIn } from '#registry';
import type { FileFault, NamedFile } from './named-file.ts';

/** How a PEM certificate begins; of some kinds only the beginning is the same. */
const beginning = /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----/g;

/** The certificate files of `registries.<host>.ca`. */
export function authorityFiles(registries: readonly RegistrySettings[]): NamedFile[] {
  return registries.flatMap(({ host, ca, caRange, range }): NamedFile[] => {
    if (ca === undefined) return [];
    const hint = `Correct registries."${host}".ca: a PEM file with one or several certificates, relative to marketplace.yaml.`;
    return [{ name: ca, range: caRange ?? range, hint, faultOf: authorityFault }];
  });
}

async function authorityFault(bytes: Uint8Array, file: string): Promise<FileFault | undefined> {
  const { text } = decodeText(bytes);
  const stated = text.match(beginning)?.length ?? 0;
  if (stated === 0) return { rule: 'authority-invalid', message: `${file} holds no certificate` };
  const broken = stated - certificatesIn(text).length;
  if (broken === 0) return undefined;
  return { rule: 'authority-invalid', message: `${broken} of ${stated} certificates in ${file} cannot be read` };
}
