import { readFileSync } from 'node:fs';
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

/** The key packet alone. */
function stripped(): string {
  const whole = binary('ed');
  return whole.subarray(0, 2 + (whole[1] ?? 0)).toString('latin1');
}
