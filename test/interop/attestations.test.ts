import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AttestationVerdict, readAttestorKey, verifyAttestations } from '#attestation';
import {
  attestedDigest,
  attestedNow,
  attestedRepository,
  expectedFaults,
  type SignedByGpg,
} from '../support/attestations.ts';
import { GnuPg } from './support/gnupg.ts';
import { signedByGpg } from './support/signed-by-gpg.ts';

const fixture = fileURLToPath(new URL('../fixtures/attestations/signed-by-gpg.json', import.meta.url));
let gpg: GnuPg;
let made: SignedByGpg;
beforeAll(() => {
  gpg = new GnuPg();
  made = signedByGpg(gpg);
  // What the unit tests read was made so.
  if (process.env.WRITE_FIXTURES) writeFileSync(path.resolve(fixture), `${JSON.stringify(made, null, 1)}\n`);
});
afterAll(() => gpg.close());

async function judge(name: string): Promise<AttestationVerdict> {
  const { key = '', text = '', payload } = made.signed[name] ?? {};
  const attestor = await readAttestorKey(Buffer.from(made.keys[key] ?? ''), { file: 'attestor.asc' });
  const signature = { text, ...(payload === undefined ? {} : { payload: Buffer.from(payload, 'base64') }) };
  const resource = `https://${attestedRepository}@${attestedDigest}`;
  const attestations = [{ name: 'projects/p/occurrences/1', resource, signatures: [signature] }];
  const image = { repository: attestedRepository, digest: attestedDigest };
  return verifyAttestations(attestor, image, { attestations, unread: [] }, { now: attestedNow });
}

describe('what the real gpg has signed', () => {
  it.each(Object.entries(expectedFaults))('%s: %s', async (name, fault) => {
    const verdict = await judge(name);
    expect([verdict.ok ? undefined : verdict.code, verdict.details]).toEqual([fault, verdict.details]);
  });

  it('is all judged', () => {
    expect(Object.keys(made.signed).sort()).toEqual(Object.keys(expectedFaults).sort());
  });

  it('is no key when it is secret', async () => {
    const secret = gpg.run('20250201', ['--export-secret-keys', 'stranger@vendor.test']);
    await expect(readAttestorKey(secret, { file: 'attestor.gpg' })).rejects.toMatchObject({
      code: 'attestation-key-unusable',
      message: expect.stringContaining('a secret key'),
    });
  });
});
