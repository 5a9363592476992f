import type { AttestationRule } from '#formats';
import { ReleaseError } from '#problem';
import type { NamedFile } from './named-file.ts';

/** The key files of `attestations`: what could not be used then is told before any image is looked at. */
export function attestorKeyFiles(attestations: readonly AttestationRule[]): NamedFile[] {
  return attestations.flatMap(({ ask, range }): NamedFile[] => {
    if (!('key' in ask)) return [];
    const { key, keyRange = range, fingerprint } = ask;
    return [
      {
        name: key,
        range: keyRange,
        hint: "Correct attestations.key: a file with the attestor's public key, relative to marketplace.yaml.",
        async faultOf(bytes, file) {
          const { readAttestorKey } = await import('#attestation');
          try {
            await readAttestorKey(bytes, { file, ...(fingerprint === undefined ? {} : { fingerprint }) });
            return undefined;
          } catch (error) {
            const { code: rule, message, hint } = ReleaseError.from(error);
            return { rule, message, ...(hint === undefined ? {} : { hint }) };
          }
        },
      },
    ];
  });
}
