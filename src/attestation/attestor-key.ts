import { type AnyKeyPacket, type Key, readKeys } from 'openpgp';
import { ReleaseError } from '#problem';
import { type KeyStanding, keyStandings } from './key-standing.ts';

/** A key ring of a thousand keys is smaller. */
const maxKeyBytes = 4_194_304;

/** The key that attestations have to be signed with. Not data: it holds what verifies. */
export interface AttestorKey {
  /** Of the primary key, 40 (or, of version 6, 64) hex digits in capitals: what people compare. */
  readonly fingerprint: string;
  /** The names on it, for display; whoever made the key chose them. */
  readonly userIds: readonly string[];
  /** The primary key and its sub-keys, with what they are good for. */
  readonly parts: readonly KeyPart[];
}

/** A key that may have made a signature. */
export interface KeyPart extends KeyStanding {
  readonly fingerprint: string;
  /** The last 64 bits of the fingerprint (of version 6: the first), 16 hex digits in capitals. */
  readonly keyId: string;
  readonly packet: AnyKeyPacket;
}

/**
 * Reads the configured public key: armored or binary, one key with its sub-keys. A file of several keys needs the fingerprint of the one
 * that is meant, because a signature by any of the others must not count.
 * @param bytes of the file
 * @param options.file its name, for messages; options.fingerprint of the primary key, blanks and case don't matter
 * @throws ReleaseError `attestation-key-unusable`
 */
export async function readAttestorKey(
  bytes: Uint8Array,
  options: { readonly file: string; readonly fingerprint?: string },
): Promise<AttestorKey> {
  const { file } = options;
  const wanted = options.fingerprint?.replace(/^0x|[\s:]/gi, '').toUpperCase();
  const fail = (why: string, cause?: unknown) =>
    new ReleaseError('attestation-key-unusable', `${file} can't be used to check attestations: ${why}`, {
      hint: 'It has to be the public key of whoever attests: gpg --export --armor FINGERPRINT.',
      ...(cause === undefined ? {} : { cause }),
    });
  if (wanted !== undefined && !/^(?:[0-9A-F]{40}|[0-9A-F]{64})$/.test(wanted)) {
    throw fail('the fingerprint beside it is none (40 hex digits; a key ID is too short to tell keys apart)');
  }
  if (bytes.length > maxKeyBytes) throw fail(`it is larger than ${maxKeyBytes} bytes`);
  const keys = await parseKeys(bytes, fail);
  const fingerprints = keys.map(fingerprintOf);
  const meant = wanted === undefined ? keys : keys.filter((key) => fingerprintOf(key) === wanted);
  const [key] = meant;
  if (!key) throw fail(`it holds ${fingerprints.join(', ')}, not ${wanted}`);
  if (meant.length > 1)
    throw fail(`it holds ${meant.length} keys (${fingerprints.join(', ')}), of which one has to be named`);
  const standings = await keyStandings(key);
  if (standings.length === 0) throw fail('its own signatures on itself are missing, broken or too weak to be trusted');
  return {
    fingerprint: fingerprintOf(key),
    userIds: key.getUserIDs().map((userId) => userId.slice(0, 200)),
    parts: standings.map(({ packet, standing }) => ({
      ...standing,
      packet,
      fingerprint: packet.getFingerprint().toUpperCase(),
      keyId: packet.getKeyID().toHex().toUpperCase(),
    })),
  };
}

async function parseKeys(bytes: Uint8Array, fail: (why: string, cause?: unknown) => ReleaseError): Promise<Key[]> {
  const text = new TextDecoder('latin1').decode(bytes);
  const blocks = text.match(/-----BEGIN PGP [\s\S]*?-----END PGP [A-Z ]+-----/g) ?? [];
  const begins = text.split('-----BEGIN PGP ').length - 1;
  const isSecret = () => fail('it holds a secret key, which has no place here');
  if (text.includes('-----BEGIN PGP PRIVATE KEY')) throw isSecret();
  if (begins > blocks.length) throw fail('its ASCII armor is cut short');
  if (bytes.length === 0) throw fail('it is empty');
  const read: Key[] = [];
  try {
    if (blocks.length === 0) read.push(...(await readKeys({ binaryKeys: bytes })));
    for (const block of blocks) read.push(...(await readKeys({ armoredKeys: block })));
  } catch (error) {
    throw fail('it is no OpenPGP key', error);
  }
  if (read.some((key) => key.isPrivate())) throw isSecret();
  return read;
}

function fingerprintOf(key: Key): string {
  return key.getFingerprint().toUpperCase();
}
