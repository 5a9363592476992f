import { type RuleAbout, ruleOn } from './rule.ts';

const about: RuleAbout = {
  code: 'attestation-manifests',
  why: 'The index would go out with its attestation entries, which AWS Marketplace refuses, and a pushed tag is final.',
  source: 'AWS Marketplace seller guide, "Container-based product requirements"',
  severity: { marketplace: 'error' },
};

/** AWS Marketplace refuses attestation entries in an index (Marketplace seller guide, "Container-based product requirements"), and a pushed tag can't be mended. */
export const attestationManifests = ruleOn('target', about, ({ file, settings }, severity) => {
  if (settings.attestationManifests === 'strip') return [];
  return [
    {
      file,
      range: settings.places.attestationManifests ?? settings.range,
      rule: 'attestation-manifests',
      severity,
      message: 'AWS Marketplace refuses images with attestation entries, and a pushed tag is final.',
      hint: 'Write attestationManifests: strip, or leave the key out.',
    },
  ];
});
