import { readFileSync } from 'node:fs';
import {
  config,
  enums,
  generateKey,
  type PacketList,
  type PrivateKey,
  PublicKey,
  revokeKey,
  SignaturePacket,
} from 'openpgp';
import { describe, expect, it } from 'vitest';
import { readAttestorKey } from '#attestation';
import type { SignedByGpg } from '../../support/attestations.ts';

const { keys }: SignedByGpg = JSON.parse(
  readFileSync(new URL('../../fixtures/attestations/signed-by-gpg.json', import.meta.url), 'utf8'),
);
const file = 'attestor.asc';
const bytes = (name: string) => Buffer.from(keys[name] ?? '');
const binary = (name: string) => Buffer.from((keys[name] ?? '').replace(/^(?:-.*|=.*|)$/gm, ''), 'base64');
const refused = (why: string) =>
  expect.objectContaining({
    code: 'attestation-key-unusable',
    message: expect.stringMatching(new RegExp(`^attestor\\.asc can't be used .*${why}`)),
    hint: expect.stringContaining('gpg --export'),
  });

describe('the configured key', () => {
  it('is read armored and binary, with its fingerprint and its sub-keys', async () => {
    const [armored, plain] = [
      await readAttestorKey(bytes('sub'), { file }),
      await readAttestorKey(binary('sub'), { file }),
    ];
    expect(armored.fingerprint).toMatch(/^[0-9A-F]{40}$/);
    expect(plain.fingerprint).toBe(armored.fingerprint);
    expect(armored.userIds).toEqual(['sub <sub@vendor.test>']);
    expect(armored.parts.map(({ maySign }) => maySign)).toEqual([false, true, true]);
  });

  it('is the one that the fingerprint names, however that is written', async () => {
    const rsa = (await readAttestorKey(bytes('rsa'), { file })).fingerprint;
    const ed = (await readAttestorKey(bytes('ed'), { file })).fingerprint;
    const spaced = ed.toLowerCase().replace(/.{4}/g, '$& ');
    for (const fingerprint of [ed, spaced, `0x${ed}`]) {
      expect((await readAttestorKey(bytes('both'), { file, fingerprint })).fingerprint).toBe(ed);
    }
    expect((await readAttestorKey(bytes('both'), { file, fingerprint: rsa })).parts).toHaveLength(1);
  });

  it('has to be one', async () => {
    await expect(readAttestorKey(bytes('both'), { file })).rejects.toEqual(refused('it holds 2 keys'));
    const fingerprint = (await readAttestorKey(bytes('ed'), { file })).fingerprint;
    await expect(readAttestorKey(bytes('rsa'), { file, fingerprint })).rejects.toEqual(refused(`, not ${fingerprint}`));
  });

  it.each([
    ['nothing', '', 'it is empty'],
    ['a page', '<html>', 'it is no OpenPGP key'],
    ['a half', () => keys.rsa?.slice(0, 900), 'its ASCII armor is cut short'],
    ['a secret key', () => keys.secret, 'it holds a secret key'],
    ['a key without signatures', () => stripped(), 'its own signatures on itself'],
  ])('is not %s', async (_, text, why) => {
    const given = Buffer.from((typeof text === 'function' ? text() : text) ?? '', 'latin1');
    await expect(readAttestorKey(given, { file })).rejects.toEqual(refused(why));
  });

  it('is not named by a key ID, which others can have too', async () => {
    const { fingerprint } = await readAttestorKey(bytes('rsa'), { file });
    const keyId = fingerprint.slice(-16);
    await expect(readAttestorKey(bytes('rsa'), { file, fingerprint: keyId })).rejects.toEqual(
      refused('a key ID is too short'),
    );
  });

  it('is not of megabytes', async () => {
    await expect(readAttestorKey(Buffer.alloc(5_000_000), { file })).rejects.toEqual(refused('it is larger than'));
  });

  it('has sub-keys that sign only if they say themselves whose they are', async () => {
    const changed = binary('sub');
    // RFC 9580, 5.2.3.34: type 32, a signature of version 4 and type 0x19. gpg puts it where the binding does not cover it.
    const at = changed.indexOf(Buffer.from([0x20, 4, 0x19]));
    expect(at).toBeGreaterThan(0);
    const inSignature = at + 60;
    changed[inSignature] = (changed[inSignature] ?? 0) ^ 1;
    const key = await readAttestorKey(changed, { file });
    expect(key.parts.map(({ maySign }) => maySign)).toEqual([false, false, true]);
  });

  it('has only the sub-keys that it has bound itself', async () => {
    // The last packets are those of the sub-keys: a changed bit in a binding leaves its sub-key outside.
    const whole = binary('sub');
    const changed = Buffer.from(whole);
    changed[whole.length - 5] = (changed[whole.length - 5] ?? 0) ^ 1;
    const key = await readAttestorKey(changed, { file });
    expect(key.parts).toHaveLength(2);
  });
});

describe('what a key says of itself', () => {
  const date = new Date('2025-01-01T00:00:00Z');
  const newKey = () => generateKey({ type: 'curve25519', userIDs: [{ name: 'a' }], date, format: 'object' });
  const later = (days: number) => new Date(date.getTime() + days * 86_400_000);

  /** A revocation of a key by itself, as a packet. */
  async function revocation(privateKey: PrivateKey, on: Date, flag: number): Promise<SignaturePacket> {
    const reasonForRevocation = { flag, string: '' };
    const made = await revokeKey({ key: privateKey, reasonForRevocation, date: on, format: 'object' });
    const [packet] = made.publicKey.revocationSignatures;
    if (!packet) throw new Error('no revocation');
    return packet;
  }

  /** The key, with more packets behind its first one. */
  async function read(key: PublicKey, more: readonly SignaturePacket[]) {
    const [first, ...rest] = key.toPacketList() as PacketList<SignaturePacket>;
    const list = key.toPacketList() as PacketList<SignaturePacket>;
    list.splice(0, list.length, ...(first ? [first] : []), ...more, ...rest);
    return readAttestorKey(new PublicKey(list).write(), { file });
  }

  /** A signature of a key on itself, of the same day as the key when nothing else is said. */
  async function said(by: PrivateKey, about: object, type: enums.signature, fields: object, on = date) {
    const packet = new SignaturePacket();
    const { algorithm } = by.keyPacket;
    const { sha256 } = enums.hash;
    Object.assign(packet, { signatureType: type, publicKeyAlgorithm: algorithm, hashAlgorithm: sha256, ...fields });
    // The types take too little for what is signed.
    await (packet.sign as (...given: unknown[]) => Promise<void>).call(packet, by.keyPacket, about, on, false, config);
    return packet;
  }

  it('is that a sub-key signs only where its flags say so', async () => {
    const whose = { userIDs: [{ name: 'a' }], subkeys: [{ sign: true }], date };
    const { privateKey, publicKey } = await generateKey({ type: 'curve25519', ...whose, format: 'object' });
    const [subkey] = publicKey.subkeys;
    if (!subkey) throw new Error('no sub-key');
    expect((await read(publicKey, [])).parts[1]?.maySign).toBe(true);
    const { embeddedSignature } = subkey.bindingSignatures[0] ?? {};
    const about = { key: publicKey.keyPacket, bind: subkey.keyPacket };
    const binding = await said(privateKey, about, enums.signature.subkeyBinding, { embeddedSignature }, later(1));
    subkey.bindingSignatures.push(binding);
    expect((await read(publicKey, [])).parts[1]?.maySign).toBe(false);
  });

  it('holds as long as the key or the word itself, and is not taken back by a word on something else', async () => {
    const { privateKey, publicKey } = await newKey();
    const about = { key: publicKey.keyPacket };
    const direct = (fields: object, on: Date) => said(privateKey, about, enums.signature.key, fields, on);
    const day = 86_400;
    const ends = async (...more: SignaturePacket[]) => (await read(publicKey, more)).parts[0]?.expiresAt;
    const first = await direct({ keyExpirationTime: 9 * day, keyNeverExpires: false }, later(1));
    expect(await ends(first)).toBe(later(9).getTime());
    // A word on neither flags nor end says nothing of them.
    expect(await ends(first, await direct({}, later(2)))).toBe(later(9).getTime());
    const passing = { signatureExpirationTime: 2 * day, signatureNeverExpires: false };
    expect(await ends(await direct({ ...passing, keyExpirationTime: 9 * day }, later(1)))).toBe(later(3).getTime());
    // Of the same second, the one that ends sooner.
    const sooner = await direct({ keyExpirationTime: 5 * day, keyNeverExpires: false }, later(1));
    expect(await ends(first, sooner)).toBe(later(5).getTime());
    expect(await ends(sooner, first)).toBe(later(5).getTime());
  });

  it('is no revocation by another key', async () => {
    const [one, other] = [await newKey(), await newKey()];
    const { keyCompromised } = enums.reasonForRevocation;
    const foreign = await revocation(other.privateKey, later(1), keyCompromised);
    expect((await read(one.publicKey, [foreign])).parts[0]?.revocation).toBeUndefined();
    const own = await revocation(one.privateKey, later(1), keyCompromised);
    expect((await read(one.publicKey, [own])).parts[0]?.revocation).toMatchObject({ voidsAll: true });
  });

  it('is the earliest and the worst of its revocations', async () => {
    const { privateKey, publicKey } = await newKey();
    const { keyCompromised, keyRetired } = enums.reasonForRevocation;
    const early = await revocation(privateKey, later(1), keyRetired);
    const late = await revocation(privateKey, later(9), keyRetired);
    const stolen = await revocation(privateKey, later(9), keyCompromised);
    for (const order of [
      [early, late],
      [late, early],
    ]) {
      const { parts } = await read(publicKey, order);
      expect(parts[0]?.revocation).toEqual({ at: later(1).getTime(), voidsAll: false });
    }
    for (const order of [
      [early, stolen],
      [stolen, early],
    ]) {
      const { parts } = await read(publicKey, order);
      expect(parts[0]?.revocation).toEqual({ at: later(1).getTime(), voidsAll: true });
    }
  });
});

/** The key packet alone. */
function stripped(): string {
  const whole = binary('ed');
  return whole.subarray(0, 2 + (whole[1] ?? 0)).toString('latin1');
}
