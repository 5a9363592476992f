import { ruleOn } from './rule.ts';

/** AWS Marketplace refuses attestation entries in an index (Marketplace seller guide, "Container-based product requirements"), and a pushed tag can't be mended. */
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
