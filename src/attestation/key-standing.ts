import {
  type AnyKeyPacket,
  enums,
  type Key,
  PublicKeyPacket,
  PublicSubkeyPacket,
  SignaturePacket,
  UserAttributePacket,
  UserIDPacket,
} from 'openpgp';

/** What a key's own signatures say of it. Times in ms since the epoch. */
export interface KeyStanding {
  readonly createdAt: number;
  /** Undefined for a key that does not expire. Of a sub-key, the earlier of its own end and its primary key's. */
  readonly expiresAt?: number;
  /** Whether it may sign data: by its flags, and for a sub-key by its own word too, that it belongs to this primary key. */
  readonly maySign: boolean;
  readonly revocation?: Revocation;
}

/** `voidsAll`: what was signed before is worth nothing either. */
interface Revocation {
  readonly at: number;
  readonly voidsAll: boolean;
}

/** A key with the signatures that are about it: those of a primary key stand behind it and behind each of its user IDs. */
interface Part {
  readonly packet: AnyKeyPacket;
  readonly bindings: Binding[];
  readonly revocations: SignaturePacket[];
}

interface Binding {
  readonly signature: SignaturePacket;
  /** What it covers, besides the key. */
  readonly about: object;
}

const { signature: kind, keyFlags, reasonForRevocation } = enums;
const selfKinds: readonly unknown[] = [
  kind.certGeneric,
  kind.certPersona,
  kind.certCasual,
  kind.certPositive,
  kind.key,
  kind.subkeyBinding,
];

/**
 * Reads what primary key and sub-keys are good for, from the signatures that the primary key made on itself; those that don't verify
 * count for nothing. The newest of them holds, also for what was signed earlier: whoever prolongs, shortens or turns a key to another use
 * says so of the key, not of a span of time (as `gpg` reads it). Sub-keys that the primary key never bound are left out.
 * Whom the key names as a designated revoker may revoke it, without us having the key that would prove it: any revocation by somebody else
 * counts then, and voids all. A revocation voids all that a key signed, unless its reason is that the key was superseded or retired (RFC 9580, 5.2.3.31): then what
 * was signed before stays. Without a reason it may have been stolen. That of a primary key counts for its sub-keys.
 */
export async function keyStandings(
  key: Key,
): Promise<readonly { readonly packet: AnyKeyPacket; readonly standing: KeyStanding }[]> {
  const [primary, ...subkeys] = partsOf(key);
  if (!primary) return [];
  const own = await standingOf(primary, primary.packet);
  if (!own) return [];
  const standings = [{ packet: primary.packet, standing: own }];
  for (const part of subkeys) {
    const its = await standingOf(part, primary.packet);
    if (its) standings.push({ packet: part.packet, standing: under(own, its) });
  }
  return standings;
}

/** The packets of a key in their order (RFC 9580, 10.1), each signature with what it is about. */
function partsOf(key: Key): Part[] {
  const parts: Part[] = [];
  let about: object = {};
  for (const packet of key.toPacketList()) {
    if (packet instanceof PublicKeyPacket || packet instanceof PublicSubkeyPacket) {
      const primary = parts[0]?.packet ?? packet;
      about = packet === primary ? { key: primary } : { key: primary, bind: packet };
      parts.push({ packet, bindings: [], revocations: [] });
    } else if (packet instanceof UserIDPacket) about = { key: parts[0]?.packet, userID: packet };
    else if (packet instanceof UserAttributePacket) about = { key: parts[0]?.packet, userAttribute: packet };
    else if (packet instanceof SignaturePacket) {
      const part = parts.at(-1);
      const type = packet.signatureType;
      if (type === kind.keyRevocation || type === kind.subkeyRevocation) part?.revocations.push(packet);
      else if (selfKinds.includes(type)) part?.bindings.push({ signature: packet, about });
    }
  }
  return parts;
}

async function standingOf(part: Part, primary: AnyKeyPacket): Promise<KeyStanding | undefined> {
  const isPrimary = part.packet === primary;
  const subject = isPrimary ? { key: primary } : { key: primary, bind: part.packet };
  const bindings: SignaturePacket[] = [];
  for (const { signature, about } of part.bindings) {
    if (await isBy(primary, signature, about)) bindings.push(signature);
  }
  const binding = newest(bindings);
  if (!binding) return undefined;
  const own = await revocationOf(part, primary, subject);
  // The library verifies no signature that names a revoker, so this is taken as it stands.
  const isDesignated = part.bindings.some(({ signature }) => signature.revocationKeyClass !== null);
  const revocation =
    isDesignated && (await hasForeign(part.revocations, primary, subject)) ? { at: 0, voidsAll: true } : own;
  const createdAt = part.packet.created.getTime();
  const lifetime = binding.keyExpirationTime || Number.POSITIVE_INFINITY;
  // The word on a key may itself be given for a time only.
  const expiresAt = Math.min(createdAt + lifetime * 1000, Number(binding.getExpirationTime()));
  return {
    createdAt,
    ...(Number.isFinite(expiresAt) ? { expiresAt } : {}),
    maySign: signsData(binding, isPrimary) && (isPrimary || (await isClaimed(binding, part, subject))),
    ...(revocation ? { revocation } : {}),
  };
}

/** Of those that say what the key is for; a direct signature may say something else alone. */
function newest(bindings: readonly SignaturePacket[]): SignaturePacket | undefined {
  const telling = bindings.filter((one) => one.signatureType !== kind.key || one.keyFlags || one.keyExpirationTime);
  return telling.reduce<SignaturePacket | undefined>((held, one) => {
    const [later, earlier] = [one.created?.getTime() ?? 0, held?.created?.getTime() ?? -1];
    if (later !== earlier) return later > earlier ? one : held;
    // Of the same second: the one that ends sooner.
    return endOf(one) < endOf(held) ? one : held;
  }, undefined);
}

function endOf(signature: SignaturePacket | undefined): number {
  return signature?.keyExpirationTime || Number.POSITIVE_INFINITY;
}

/** A primary key without flags, as of old, may sign (RFC 4880, 5.2.3.21, leaves it open); a sub-key is for what it says. */
function signsData({ keyFlags: flags }: SignaturePacket, isPrimary: boolean): boolean {
  return flags === null ? isPrimary : ((flags[0] ?? 0) & keyFlags.signData) !== 0;
}

/** Whether the sub-key itself says that it belongs to the primary key, so that nobody adopts another's (RFC 9580, 5.2.1.9). */
async function isClaimed({ embeddedSignature }: SignaturePacket, part: Part, subject: object): Promise<boolean> {
  if (embeddedSignature?.signatureType !== kind.keyBinding) return false;
  return isBy(part.packet, embeddedSignature, subject);
}

async function revocationOf(part: Part, primary: AnyKeyPacket, subject: object): Promise<Revocation | undefined> {
  let worst: Revocation | undefined;
  for (const signature of part.revocations) {
    if (!(await isBy(primary, signature, subject))) continue;
    const reason = signature.reasonForRevocationFlag;
    const voidsAll = reason !== reasonForRevocation.keySuperseded && reason !== reasonForRevocation.keyRetired;
    worst = worse(worst, { at: signature.created?.getTime() ?? 0, voidsAll });
  }
  return worst;
}

/** Whether one of them is not the key's own. Whoever can add one to the file could as well leave the key out. */
async function hasForeign(
  revocations: readonly SignaturePacket[],
  primary: AnyKeyPacket,
  subject: object,
): Promise<boolean> {
  for (const one of revocations) if (!(await isBy(primary, one, subject))) return true;
  return false;
}

function worse(one: Revocation | undefined, other: Revocation | undefined): Revocation | undefined {
  if (!one || !other) return one ?? other;
  return { at: Math.min(one.at, other.at), voidsAll: one.voidsAll || other.voidsAll };
}

function under(primary: KeyStanding, own: KeyStanding): KeyStanding {
  const expiresAt = Math.min(primary.expiresAt ?? Number.POSITIVE_INFINITY, own.expiresAt ?? Number.POSITIVE_INFINITY);
  const revocation = worse(primary.revocation, own.revocation);
  return {
    createdAt: own.createdAt,
    ...(Number.isFinite(expiresAt) ? { expiresAt } : {}),
    maySign: own.maySign,
    ...(revocation ? { revocation } : {}),
  };
}

/**
 * Whether the signature is this key's and over this. The file of the key is trusted, so that SHA-1 is borne in what the key says of
 * itself, as in keys of ten years ago; MD5 is not. It is asked as of its own date: which one holds is decided above.
 */
async function isBy(signer: AnyKeyPacket, signature: SignaturePacket, about: object): Promise<boolean> {
  const { signatureType, created } = signature;
  if (signatureType === null || created === null) return false;
  try {
    await signature.verify(signer, signatureType, about, created);
    return true;
  } catch {
    return false;
  }
}
