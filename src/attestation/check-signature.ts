import { enums, SignaturePacket } from 'openpgp';
import type { AttestorKey, KeyPart } from './attestor-key.ts';
import type { Finding } from './finding.ts';

/** Clocks of two machines differ; by more than this, one of them is wrong. */
const maxClockSkewMs = 300_000;
const minRsaBits = 2048;

const { hash, publicKey, signature: kind } = enums;
/** What is not named here is weak, or younger than this program. */
const goodHashes: readonly unknown[] = [
  hash.sha224,
  hash.sha256,
  hash.sha384,
  hash.sha512,
  hash.sha3_256,
  hash.sha3_512,
];
const goodAlgorithms: readonly unknown[] = [
  publicKey.rsaEncryptSign,
  publicKey.rsaSign,
  publicKey.ecdsa,
  publicKey.eddsaLegacy,
  publicKey.ed25519,
  publicKey.ed448,
];

/** A signature that the configured key made over exactly these bytes. */
export interface GoodSignature {
  /** Of the primary key or sub-key that made it. */
  readonly fingerprint: string;
  /** ms since the epoch, as the signer says. */
  readonly signedAt: number;
}

type Fault = Pick<Finding, 'code' | 'why'>;

/**
 * Judges one signature packet: whether this key made it, over these bytes, with what cannot be forged, while the key was good.
 * A key counts as good at the date of the signature: one that has expired since still vouches for what it signed before. What revocation
 * does is told at {@link keyStandings}.
 * @param body of a signature packet
 * @param now ms since the epoch
 */
export async function checkSignature(
  key: AttestorKey,
  body: Uint8Array,
  payload: Uint8Array,
  now: number,
): Promise<GoodSignature | Fault> {
  const signature = parseSignature(body);
  if ('why' in signature) return signature;
  const part = signerOf(key, signature);
  if (!part) return { code: 'attestation-signer-unknown', why: strangerWords(signature) };
  const weakness = weaknessOf(signature, part);
  if (weakness !== undefined) return { code: 'attestation-algorithm-weak', why: weakness };
  const signedAt = signature.created?.getTime() ?? Number.NaN;
  try {
    // What the library reads of a literal packet: the bytes as they are, and that they are no text to be made anew.
    const data = { text: null, getBytes: () => payload };
    // As of its own date: the times are looked at below, each with a code of its own.
    await signature.verify(part.packet, kind.binary, data, new Date(signedAt), true);
  } catch (error) {
    // The library refuses what it does not know after the mathematics: what is forged never gets there.
    if (isUnknownDemand(error)) {
      const why = `bears a signature of ${part.fingerprint} with a critical part (notation or subpacket) that is not known`;
      return { code: 'attestation-unsupported', why };
    }
    return {
      code: 'attestation-signature-bad',
      why: `bears a signature of ${part.fingerprint} that does not fit the signed bytes`,
    };
  }
  return standingFault(part, signature, signedAt, now) ?? { fingerprint: part.fingerprint, signedAt };
}

function parseSignature(body: Uint8Array): SignaturePacket | Fault {
  const signature = new SignaturePacket();
  try {
    // The types leave it out: it is how every packet is read.
    (signature as SignaturePacket & { read(bytes: Uint8Array): void }).read(body);
  } catch {
    const isKnown = body[0] === 4 || body[0] === 6;
    return isKnown
      ? { code: 'attestation-malformed', why: 'holds a signature packet that is broken' }
      : { code: 'attestation-unsupported', why: `holds a signature packet of version ${body[0]}` };
  }
  if (signature.signatureType !== kind.binary) {
    return {
      code: 'attestation-unsupported',
      why: 'holds a signature of another kind than over a document as it is (type 0x00)',
    };
  }
  return signature;
}

/** RFC 9580, 5.2.3.7: who does not know a part that is marked as critical must not trust the signature. */
function isUnknownDemand(error: unknown): boolean {
  // The library has no other mark for it than these words.
  return error instanceof Error && error.message.startsWith('Unknown critical');
}

/** By the fingerprint where the signature names one, else by the key ID; which of the two is a hint alone, the mathematics decide. */
function signerOf({ parts }: AttestorKey, signature: SignaturePacket): KeyPart | undefined {
  const fingerprint = fingerprintIn(signature);
  const keyId = signature.issuerKeyID.toHex().toUpperCase();
  return parts.find((part) => (fingerprint === undefined ? part.keyId === keyId : part.fingerprint === fingerprint));
}

function fingerprintIn({ issuerFingerprint }: SignaturePacket): string | undefined {
  if (!issuerFingerprint) return undefined;
  return Array.from(issuerFingerprint, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase();
}

function strangerWords(signature: SignaturePacket): string {
  const named = fingerprintIn(signature) ?? signature.issuerKeyID.toHex().toUpperCase();
  return `is signed by ${named.slice(0, 64)}, which is no part of the configured key`;
}

function weaknessOf(signature: SignaturePacket, { packet, fingerprint }: KeyPart): string | undefined {
  if (!goodHashes.includes(signature.hashAlgorithm)) {
    return `is signed over a hash that is not accepted (${nameIn(hash, signature.hashAlgorithm)})`;
  }
  const { bits } = packet.getAlgorithmInfo();
  const of = `is signed by ${fingerprint}, a key`;
  if (!goodAlgorithms.includes(packet.algorithm)) {
    return `${of} of an algorithm that is not accepted (${nameIn(publicKey, packet.algorithm)})`;
  }
  if (bits !== undefined && bits < minRsaBits) return `${of} of only ${bits} bits`;
  return undefined;
}

function nameIn(names: object, value: unknown): string {
  return Object.entries(names).find(([, one]) => one === value)?.[0] ?? `number ${value}`;
}

function standingFault(part: KeyPart, signature: SignaturePacket, signedAt: number, now: number): Fault | undefined {
  const by = `is signed by ${part.fingerprint}`;
  const on = dayOf(signedAt);
  if (!part.maySign) return { code: 'attestation-key-not-for-signing', why: `${by}, which is not for signing` };
  const { revocation } = part;
  if (revocation && (revocation.voidsAll || signedAt >= revocation.at)) {
    const what = revocation.voidsAll ? 'which was revoked as a whole' : 'after it was revoked';
    return { code: 'attestation-key-revoked', why: `${by} on ${on}, ${what} (${dayOf(revocation.at)})` };
  }
  if (signedAt > now + maxClockSkewMs) {
    return { code: 'attestation-signature-early', why: `bears a signature of ${on}, which is yet to come` };
  }
  if (signedAt < part.createdAt) {
    return {
      code: 'attestation-signature-early',
      why: `${by} on ${on}, before that key was made (${dayOf(part.createdAt)})`,
    };
  }
  if (part.expiresAt !== undefined && signedAt >= part.expiresAt) {
    return {
      code: 'attestation-key-expired',
      why: `${by} on ${on}, after that key had expired (${dayOf(part.expiresAt)})`,
    };
  }
  if (Number(signature.getExpirationTime()) <= now) {
    return { code: 'attestation-signature-expired', why: `bears a signature of ${on} that was good for a time only` };
  }
  return undefined;
}

/** A date from a packet is 32 bits of seconds, so that it always is one. */
function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
