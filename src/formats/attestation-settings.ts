import type { TextProblem } from '#problem';
import { canonicalRegistry } from '#reference';
import type { RawAttestation } from './attestations-schema.ts';
import { neverCounts } from './never-counts.ts';
import { passwordSource } from './password-source.ts';
import { present } from './present.ts';
import { trimEndSlashes } from './trim-slashes.ts';
import type { AttestationRule, RequiredAttestation, TokenSource } from './trust-model.ts';
import type { YamlValue } from './yaml-value.ts';

/** `attestations` as the schema has accepted them. */
export function attestationSettings(raw: readonly RawAttestation[], yaml: YamlValue): AttestationRule[] {
  return raw.map((one, position) => ({
    images: one.images,
    ask: one.exempt === undefined ? required(one, position, yaml) : { exempt: one.exempt },
    range: yaml.rangeOf(['attestations', position, 'images']),
  }));
}

function required(
  { url = '', key = '', fingerprint, token, require, types }: RawAttestation,
  position: number,
  yaml: YamlValue,
): RequiredAttestation {
  return {
    url: trimEndSlashes(url),
    key,
    keyRange: yaml.rangeOf(['attestations', position, 'key']),
    ...present({
      fingerprint: fingerprint?.replaceAll(/\s/g, '').toUpperCase(),
      token: token && tokenSource(token),
      types,
    }),
    require: require ?? true,
  };
}

function tokenSource({ registry, ...rest }: NonNullable<RawAttestation['token']>): TokenSource {
  return registry === undefined ? passwordSource(rest) : { registry: canonicalRegistry(registry) };
}

/** What is wrong with attestations although each of their keys is right. */
export function attestationProblems(raw: readonly RawAttestation[], yaml: YamlValue): TextProblem[] {
  const patterns = raw.map(({ images }, position) => [images, ['attestations', position, 'images']] as const);
  return neverCounts('attestations', patterns, yaml.rangeOf);
}
