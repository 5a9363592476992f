import { type ImageFinding, imageFindings } from './image-finding.ts';
import { ruleOn } from './rule.ts';

/**
 * Attestation entries in the index as the target gets it, or has it. Of the settings alone the rule `attestation-manifests` tells. Sellers saw
 * SECURITY_ISSUES_DETECTED with UnsupportedImageType behind AWS's SCAN_ERROR.
 */
export const attestationEntry = ruleOn(
  'config',
  {
    code: 'attestation-entry',
    why: 'AWS Marketplace takes the entries for platforms that it does not know, and its scan of the version fails.',
    source:
      'AWS Marketplace seller guide, "Container-based product requirements": no layers of unsupported architectures',
    severity: { marketplace: 'error' },
  },
  ({ image, attestations, calledAttestations }, severity) => {
    const by = { rule: 'attestation-entry', severity, awsCode: 'SCAN_ERROR' } as const;
    const found = [...ofPlatform(attestations), ...ofAnnotation(calledAttestations)];
    return imageFindings(image, [{ platform: '' }], by, () => found);
  },
);

function ofPlatform(count: number): ImageFinding[] {
  if (count === 0) return [];
  const entries = count === 1 ? 'an attestation' : `${count} attestations`;
  const hint = 'Set attestationManifests: strip, and release it under a new tag if this one is taken already.';
  return [{ what: `has ${entries} in its index`, hint }];
}

/** What could be run is never stripped, whatever it is called. */
function ofAnnotation(count: number): ImageFinding[] {
  if (count === 0) return [];
  const entries = count === 1 ? 'an entry' : `${count} entries`;
  const hint = 'Build the index without that entry, or take the annotation off.';
  return [{ what: `has ${entries} in its index that only an annotation calls an attestation`, hint }];
}
