import type { AttestationVerdict, AttestedImage, AttestorKey } from '#attestation';
import { type AttestationContext, type AttestationSource, fetchAttestations } from './fetch-attestations.ts';

/**
 * Fetches the attestations of one image and judges them. What could not be fetched is thrown; what was fetched and proves nothing is the
 * verdict: the two are never the same.
 * @param rule where attestations are, the key they must be by, and the types of payload that count (the usual ones when absent)
 * @throws what {@link fetchAttestations} throws
 */
export async function attestImage(
  image: AttestedImage,
  rule: { readonly source: AttestationSource; readonly key: AttestorKey; readonly types?: readonly string[] },
  context: AttestationContext,
): Promise<AttestationVerdict> {
  const { verifyAttestations } = await import('#attestation');
  const found = await fetchAttestations(rule.source, image, context);
  const { types } = rule;
  return verifyAttestations(rule.key, image, found, { now: context.clock.now(), ...(types ? { types } : {}) });
}
