import { readFileSync } from 'node:fs';
import { createMessage, generateKey, sign } from 'openpgp';
import { describe, expect, it } from 'vitest';
import { type AttestorKey, type Occurrence, readAttestorKey, verifyAttestations } from '#attestation';
import { splitPackets } from '../../../src/attestation/split-packets.ts';
import { attestationCodes } from '../../../src/problem/codes/attestations.ts';
import {
  attestedDigest,
  attestedNow,
  attestedRepository,
  expectedFaults,
  payloadFor,
  type SignedByGpg,
} from '../../support/attestations.ts';
import { Random } from '../../support/random.ts';

const made: SignedByGpg = JSON.parse(
  readFileSync(new URL('../../fixtures/attestations/signed-by-gpg.json', import.meta.url), 'utf8'),
);
const image = { repository: attestedRepository, digest: attestedDigest };
const resource = `https://${attestedRepository}@${attestedDigest}`;
const keys = new Map<string, Promise<AttestorKey>>();

function keyNamed(name: string): Promise<AttestorKey> {
  const held = keys.get(name) ?? readAttestorKey(Buffer.from(made.keys[name] ?? ''), { file: 'attestor.asc' });
  keys.set(name, held);
  return held;
}

/** An occurrence with the signatures of these names. */
function occurrence(id: string, names: readonly string[], of = resource): Occurrence {
  const signatures = names.map((name) => {
    const { text = '', payload } = made.signed[name] ?? {};
    return { text, ...(payload === undefined ? {} : { payload: Buffer.from(payload, 'base64') }) };
  });
  return { name: id, resource: of, signatures };
}

async function judge(
  attestations: readonly Occurrence[],
  key = 'rsa',
  unread: Parameters<typeof verifyAttestations>[2]['unread'] = [],
) {
  return verifyAttestations(await keyNamed(key), image, { attestations, unread }, { now: attestedNow });
}

describe('a signature', () => {
  it.each(Object.entries(expectedFaults))('%s: %s', async (name, fault) => {
    const verdict = await judge([occurrence('o', [name])], made.signed[name]?.key);
    expect(verdict.ok ? undefined : [verdict.code, verdict.message]).toEqual(
      fault && [fault, expect.stringContaining('is not attested: o ')],
    );
  });

  it('can fail in every way that has a code, but that there is none', () => {
    const ways = Object.values(expectedFaults).filter((fault) => fault !== undefined);
    const none = ['attestation-missing'];
    const ofAnswers =
      /-(unlinked|key-unusable|not-fetched|address-unknown|answer-malformed|answer-too-large|pages-endless)$/;
    const declared = Object.keys(attestationCodes).filter((code) => !ofAnswers.test(code));
    expect([...new Set([...ways, ...none])].sort()).toEqual(declared.sort());
  });
});

describe('bytes from anywhere', () => {
  it('are no message of a thousand packets', async () => {
    const text = Buffer.from('c200'.repeat(1000), 'hex').toString('base64');
    const verdict = await judge([{ name: 'o', resource, signatures: [{ text, payload: new Uint8Array(1) }] }]);
    expect(verdict).toMatchObject({ ok: false, code: 'attestation-too-large' });
  });

  it('get a verdict, whatever they are, and a good one only over the payload that was signed', async () => {
    const random = new Random(6);
    const whole = ['rsa, binary, not compressed', 'rsa, detached, base64 of binary'].map((name) => made.signed[name]);
    for (let round = 0; round < 400; round++) {
      const { text, payload } = whole[round % whole.length] ?? { text: '' };
      const bytes = Buffer.from(text, 'base64');
      for (let times = random.below(3); times >= 0; times--) bytes[random.below(bytes.length)] = random.below(256);
      const sent = bytes.subarray(0, round % 5 === 0 ? random.below(bytes.length) : bytes.length).toString('base64');
      const beside = payload === undefined ? {} : { payload: Buffer.from(payload, 'base64') };
      const verdict = await judge([{ name: 'o', resource, signatures: [{ text: sent, ...beside }] }]);
      const isWhole = payload !== undefined || bytes.includes(payloadFor({}));
      expect(verdict.ok ? isWhole : verdict.code.startsWith('attestation-')).toBe(true);
    }
  });
});

/** A packet in the new form (RFC 9580, 4.2.1), its length in five octets. */
function packet(type: number, body: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([Buffer.from([0xc0 | type, 0xff]), length, body]);
}

describe('a message of other packets than a signature needs', () => {
  const marker = packet(10, Buffer.from('PGP'));
  it.each<[string, boolean, (onePass: Buffer, literal: Buffer, signature: Buffer) => Buffer[]]>([
    ['as it should be', true, (onePass, literal, signature) => [onePass, literal, signature]],
    ['a marker in place of the announcement', false, (_, literal, signature) => [marker, literal, signature]],
    ['a signature in its place', false, (_, literal, signature) => [signature, literal, signature]],
    ['a marker behind', false, (onePass, literal, signature) => [onePass, onePass, literal, signature, marker]],
  ])('%s counts: %s', async (_, counts, parts) => {
    const bytes = Buffer.from(made.signed['rsa, binary, not compressed']?.text ?? '', 'base64');
    const [onePass, literal, signature] = splitPackets(bytes).map(({ type, body }) => packet(type, body));
    if (!onePass || !literal || !signature) throw new Error('three packets');
    const text = Buffer.concat(parts(onePass, literal, signature)).toString('base64');
    const verdict = await judge([{ name: 'o', resource, signatures: [{ text }] }]);
    expect(verdict.ok ? undefined : verdict.code).toBe(counts ? undefined : 'attestation-ambiguous');
  });
});

describe('a signature with a notation', () => {
  it.each([
    ['critical', true, 'attestation-unsupported', 'attestation-signature-bad'],
    ['not critical', false, undefined, 'attestation-signature-bad'],
  ])('that is %s', async (_, critical, code, forged) => {
    const date = new Date('2025-06-01T00:00:00Z');
    const { privateKey, publicKey } = await generateKey({
      type: 'curve25519',
      userIDs: [{ name: 'a' }],
      date: new Date('2025-01-01T00:00:00Z'),
      format: 'object',
    });
    const notation = { name: 'a@vendor.test', value: Buffer.from('x'), humanReadable: true, critical };
    const payload = Buffer.from(payloadFor({}));
    const message = await createMessage({ binary: payload });
    const key = await readAttestorKey(publicKey.write(), { file: 'attestor.asc' });
    const signing = { message, signingKeys: privateKey, date, signatureNotations: [notation] };
    const codeOf = async (signature: Occurrence['signatures'][number]) => {
      const found = { attestations: [{ name: 'o', resource, signatures: [signature] }], unread: [] };
      const verdict = await verifyAttestations(key, image, found, { now: attestedNow });
      return verdict.ok ? undefined : verdict.code;
    };
    expect(await codeOf({ text: await sign(signing) })).toBe(code);
    const text = await sign({ ...signing, detached: true });
    expect(await codeOf({ text, payload })).toBe(code);
    // Whatever it demands, it is forged first.
    expect(await codeOf({ text, payload: Buffer.concat([payload, Buffer.from(' ')]) })).toBe(forged);
  });
});

describe('the verdict on an image', () => {
  it('names the key, the occurrence and the day that prove it, and survives being sent on', async () => {
    const verdict = await judge([occurrence('projects/p/occurrences/7', ['sub-key'])], 'sub');
    const { fingerprint, parts } = await keyNamed('sub');
    expect(verdict).toEqual({
      ok: true,
      repository: attestedRepository,
      digest: attestedDigest,
      fingerprint,
      signedBy: parts[1]?.fingerprint,
      signedAt: '2025-02-01T12:00:00.000Z',
      occurrence: 'projects/p/occurrences/7',
      details: [],
      otherImages: 0,
    });
    expect(structuredClone(verdict)).toEqual(verdict);
  });

  it('passes by any good signature of any occurrence, and keeps what is wrong with the others', async () => {
    const verdict = await judge([
      occurrence('one', ['other key', 'payload changed']),
      occurrence('two', ['empty', 'rsa, armored']),
    ]);
    expect(verdict).toMatchObject({ ok: true, occurrence: 'two' });
    expect(verdict.details.map(({ code, message }) => `${message.split(' ')[0]} [${code}]`)).toEqual([
      'one [attestation-signer-unknown]',
      'one [attestation-signature-bad]',
      'two [attestation-empty]',
    ]);
  });

  it('fails with what says most, wherever that stands', async () => {
    const names = ['empty', 'other digest', 'other key', 'SHA-1'];
    for (const order of [names, names.toReversed()]) {
      const verdict = await judge(order.map((name) => occurrence(name, [name])));
      expect(verdict).toMatchObject({ ok: false, code: 'attestation-other-digest' });
      expect(verdict.details).toHaveLength(4);
    }
  });

  it('says that there is none, and that those of other images are none', async () => {
    expect(await judge([])).toMatchObject({ ok: false, code: 'attestation-missing', otherImages: 0 });
    const others = [
      `https://${attestedRepository}@sha256:${'b'.repeat(64)}`,
      `https://registry.elsewhere.test/vault/core@${attestedDigest}`,
      `https://${attestedRepository}/more@${attestedDigest}`,
    ].map((of) => occurrence('other', ['rsa, armored'], of));
    const verdict = await judge(others);
    expect(verdict).toMatchObject({ ok: false, code: 'attestation-missing', otherImages: 3, details: [] });
    expect(verdict.ok ? '' : verdict.message).toContain('the 3 that came are of other images');
  });

  it.each([
    resource,
    resource.replace('https://', ''),
    resource.replace('https://', 'HTTP://'),
    resource.replace('@', ':1.2.3@'),
    resource.replace('registry.vendor.test', 'Registry.Vendor.Test'),
  ])('takes %s for this image', async (of) => {
    expect(await judge([occurrence('o', ['rsa, armored'], of)])).toMatchObject({ ok: true });
  });

  it.each([attestedRepository, 'https://', attestedDigest, `https://${attestedRepository}:1.2.3`])(
    'does not use an attestation of %s, and says so',
    async (of) => {
      const verdict = await judge([occurrence('o', ['rsa, armored'], of)]);
      expect(verdict).toMatchObject({ ok: false, code: 'attestation-malformed', otherImages: 0 });
    },
  );

  it('fails for what could not be read, never as if there were none', async () => {
    const unread = [{ name: 'o', code: 'attestation-unsupported' as const, why: 'it is a JWT' }];
    expect(await judge([], 'rsa', unread)).toMatchObject({ ok: false, code: 'attestation-unsupported' });
    const ofOthers = unread.map((one) => ({ ...one, resource: `https://a.test/b@${attestedDigest}` }));
    expect(await judge([], 'rsa', ofOthers)).toMatchObject({ ok: false, code: 'attestation-missing', otherImages: 1 });
  });

  it("is not defeated by another host in release.json: the payload names the vendor's", async () => {
    const edited = { repository: 'registry.elsewhere.test/vault/core', digest: attestedDigest };
    const of = `https://${edited.repository}@${edited.digest}`;
    const found = { attestations: [occurrence('o', ['rsa, armored'], of)], unread: [] };
    const verdict = await verifyAttestations(await keyNamed('rsa'), edited, found, { now: attestedNow });
    expect(verdict).toMatchObject({ ok: false, code: 'attestation-other-image' });
  });

  it('looks at the payload that is signed, not at another one beside it', async () => {
    const { text = '' } = made.signed['other digest'] ?? {};
    const payload = Buffer.from(made.signed['rsa, detached, armored']?.payload ?? '', 'base64');
    const verdict = await judge([{ name: 'o', resource, signatures: [{ text, payload }] }]);
    expect(verdict).toMatchObject({ ok: false, code: 'attestation-other-digest' });
  });

  it('accepts the types that it is told, and no others', async () => {
    const found = { attestations: [occurrence('o', ['other type'])], unread: [] };
    const judgeBy = async (types: readonly string[]) =>
      verifyAttestations(await keyNamed('rsa'), image, found, { now: attestedNow, types });
    expect(await judgeBy(['A Draft'])).toMatchObject({ ok: true });
    expect(await judgeBy(['a draf'])).toMatchObject({ ok: false, code: 'attestation-payload-type' });
  });

  it('bears a clock that is some minutes slow', async () => {
    const found = { attestations: [occurrence('o', ['rsa, armored'])], unread: [] };
    const signedAt = Date.parse('2025-02-01T12:00:00Z');
    const judgeAt = async (now: number) => verifyAttestations(await keyNamed('rsa'), image, found, { now });
    expect(await judgeAt(signedAt - 299_000)).toMatchObject({ ok: true });
    expect(await judgeAt(signedAt - 301_000)).toMatchObject({ ok: false, code: 'attestation-signature-early' });
  });

  it('gives up at a number of signatures that no image has', async () => {
    const many = Array.from({ length: 9 }, () =>
      occurrence(
        'many',
        Array.from({ length: 25 }, () => 'other key'),
      ),
    );
    const verdict = await judge([...many, occurrence('good', ['rsa, armored'])]);
    expect(verdict).toMatchObject({ ok: false, code: 'attestation-too-large' });
    expect(verdict.details.at(-1)?.message).toContain('good was not looked at');
  });
});
