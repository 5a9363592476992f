import type { Code } from '#problem';

/**
 * What can be wrong with an attestation, in the order in which it is looked for. The further a signature gets, the more it has to do with
 * the image and the configured key, and the more its failure tells.
 */
const stages = [
  'attestation-missing',
  'attestation-empty',
  'attestation-malformed',
  'attestation-cut-short',
  'attestation-unsupported',
  'attestation-cleartext',
  'attestation-ambiguous',
  'attestation-signer-unknown',
  // Says that not all was looked at: those of strangers may hide the one that counts.
  'attestation-too-large',
  'attestation-algorithm-weak',
  'attestation-signature-bad',
  'attestation-key-not-for-signing',
  'attestation-key-revoked',
  'attestation-signature-early',
  'attestation-key-expired',
  'attestation-signature-expired',
  'attestation-payload-malformed',
  'attestation-payload-type',
  'attestation-other-digest',
  'attestation-other-image',
] as const satisfies readonly Code[];

/** The code of an attestation that does not count. */
export type AttestationFault = (typeof stages)[number];

/** Why one signature, or one occurrence that could not be read, is no proof. */
export interface Finding {
  readonly code: AttestationFault;
  /** In words, without a subject: `is signed by 0123…, not by the configured key`. */
  readonly why: string;
  /** Of the occurrence. */
  readonly occurrence: string;
}

/** The finding that says most; the first of those that say as much. */
export function mostTelling(findings: readonly Finding[]): Finding | undefined {
  return findings.reduce<Finding | undefined>(
    (held, one) => (held && stages.indexOf(held.code) >= stages.indexOf(one.code) ? held : one),
    undefined,
  );
}
