import { ruleOn } from './rule.ts';

/** AWS Marketplace refuses attestation entries in an index (domain.md §0 fact 3, B.1 row 8), and a pushed tag can't be mended. */
export const attestationManifests = ruleOn('target', 'attestation-manifests', ({ file, settings }) => {
  if (settings.kind !== 'marketplace' || settings.attestationManifests === 'strip') return [];
  return [
    {
      file,
      range: settings.places.attestationManifests ?? settings.range,
      rule: 'attestation-manifests',
      severity: 'error',
      message: 'AWS Marketplace refuses images with attestation entries, and a pushed tag is final.',
      hint: 'Write attestationManifests: strip, or leave the key out.',
    },
  ];
});
