import type { AttestationFault } from '#attestation';

/** Public keys by name, and signatures with the name of the key that they are judged by; `payload` is base64, of what lies beside. */
export interface SignedByGpg {
  readonly keys: Readonly<Record<string, string>>;
  readonly signed: Readonly<Record<string, { readonly key: string; readonly text: string; readonly payload?: string }>>;
}

export const attestedRepository = 'registry.vendor.test/vault/core';
export const attestedDigest = `sha256:${'a'.repeat(64)}`;
/** What is signed is of 2025. */
export const attestedNow = Date.parse('2026-01-01T00:00:00Z');

/** A payload as gcloud writes it: two blanks, sorted keys, a line end at the end. */
export function payloadFor(
  { reference = attestedRepository, digest = attestedDigest, type = 'Google cloud binauthz container signature' },
  note = '',
): string {
  const critical = { identity: { 'docker-reference': reference }, image: { 'docker-manifest-digest': digest }, type };
  return `${JSON.stringify({ critical, ...(note ? { note } : {}) }, null, 2)}\n`;
}

/** What each signature of `signedByGpg` is worth: undefined for one that proves the image. */
export const expectedFaults: Readonly<Record<string, AttestationFault | undefined>> = {
  'rsa, armored': undefined,
  'rsa, base64 of armored': undefined,
  'rsa, base64 of binary': undefined,
  'rsa, armored, not compressed': undefined,
  'rsa, binary, not compressed': undefined,
  'rsa, compressed by ZLIB': undefined,
  'rsa, detached, armored': undefined,
  'rsa, detached, base64 of armored': undefined,
  'rsa, detached, base64 of binary': undefined,
  'ed, armored': undefined,
  'ed, base64 of armored': undefined,
  'ed, base64 of binary': undefined,
  'ed, armored, not compressed': undefined,
  'ed, binary, not compressed': undefined,
  'ed, compressed by ZLIB': undefined,
  'ed, detached, armored': undefined,
  'ed, detached, base64 of armored': undefined,
  'ed, detached, base64 of binary': undefined,
  'sub-key': undefined,
  'second sub-key, detached': undefined,
  'sub-key before it was superseded': undefined,
  'long payload in parts': undefined,
  'several signers, one of them configured': undefined,
  'signed long ago in a way that stays good': undefined,
  'reference with a tag': undefined,
  'type in other letters': undefined,
  'before the key expired': undefined,
  'key prolonged since': undefined,
  'before the key was retired': undefined,
  'sub-key before its primary key expired': undefined,
  'key with a designated revoker': undefined,

  'other digest': 'attestation-other-digest',
  'digest of another algorithm': 'attestation-other-digest',
  'other digest in the reference': 'attestation-other-digest',
  'other image': 'attestation-other-image',
  'other host': 'attestation-other-image',
  'longer path': 'attestation-other-image',
  'no reference': 'attestation-other-image',
  'other type': 'attestation-payload-type',
  'no JSON': 'attestation-payload-malformed',
  'JSON without digest': 'attestation-payload-malformed',
  'JSON without reference': 'attestation-payload-malformed',
  'signed twice over': 'attestation-payload-malformed',

  'other key': 'attestation-signer-unknown',
  'other key, detached': 'attestation-signer-unknown',
  'other key beside the configured one in a file': 'attestation-signer-unknown',
  'sub-key that the configured key does not have': 'attestation-signer-unknown',
  'sub-key that has lost the right to sign': 'attestation-key-not-for-signing',
  'after the key expired': 'attestation-key-expired',
  'key revoked without a reason': 'attestation-key-revoked',
  'key revoked as stolen': 'attestation-key-revoked',
  'key revoked by its designated revoker': 'attestation-key-revoked',
  'after the key was retired': 'attestation-key-revoked',

  'sub-key after its primary key expired': 'attestation-key-expired',
  'sub-key of a key that was revoked': 'attestation-key-revoked',

  'RSA of 1024 bits': 'attestation-algorithm-weak',
  DSA: 'attestation-algorithm-weak',
  'SHA-1': 'attestation-algorithm-weak',
  'RIPEMD-160': 'attestation-algorithm-weak',
  'signature for a day': 'attestation-signature-expired',
  'signature from the future': 'attestation-signature-early',
  'signature older than its key': 'attestation-signature-early',
  'detached, over another payload': 'attestation-signature-bad',
  'detached, payload written anew': 'attestation-signature-bad',
  'payload changed': 'attestation-signature-bad',

  'detached, no payload': 'attestation-empty',
  'text signature': 'attestation-unsupported',
  'cut short': 'attestation-cut-short',
  'cut short, compressed': 'attestation-cut-short',
  'cut short, armored': 'attestation-cut-short',
  'signature cut off': 'attestation-ambiguous',
  'two messages': 'attestation-ambiguous',
  'two messages, compressed': 'attestation-ambiguous',
  'two armored messages': 'attestation-ambiguous',
  'unsigned data before': 'attestation-ambiguous',
  'unsigned data after': 'attestation-ambiguous',
  'a signature more than announced': 'attestation-ambiguous',
  'text before the armor': 'attestation-malformed',
  'cleartext signature': 'attestation-cleartext',
  'cleartext swapped': 'attestation-cleartext',
  'signature packet of version 3': 'attestation-unsupported',
  'signature packet of version 6': 'attestation-malformed',
  'compressed by BZip2': 'attestation-unsupported',
  'compressed twice': 'attestation-ambiguous',
  'compressed to grow': 'attestation-too-large',
  'a key': 'attestation-unsupported',
  encrypted: 'attestation-ambiguous',
  'armor around nothing': 'attestation-malformed',
  'a web page': 'attestation-malformed',
  'no base64': 'attestation-malformed',
  empty: 'attestation-empty',
};
