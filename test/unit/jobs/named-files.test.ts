import { describe, expect, it } from 'vitest';
import { check, type Files, gather, loadCheckInput } from '#jobs';
import { ReleaseError } from '#problem';
import signed from '../../fixtures/attestations/signed-by-gpg.json' with { type: 'json' };
import { memoryFiles } from '../../support/memory-files.ts';

const { keys } = signed;
const gateways = (files: Files) => ({ files, aws: { callerIdentity: () => expect.unreachable('AWS is not asked') } });

/** The settings name the file that is looked at on the fourth line. */
function files(lines: string, contents: Readonly<Record<string, string>>) {
  return memoryFiles({
    'marketplace.yaml': `version: 1\ntarget: { registry: r.example }\n${lines}files: { unpaired: sources }\n`,
    '1_images.txt': `a:1 s.example/a:1@sha256:${'a'.repeat(64)}\n`,
    ...contents,
  });
}

const attested = (more: string) =>
  `attestations:\n- { images: "**", url: "https://notes.example/notes/n/occurrences", ${more} }\n`;
const derived = (from: string) => `derive:\n  a: { files: [{ from: ${from}, to: /x }] }\n`;
const rsa = 'E9DD521F556CDC872A268A88C231E22D70470CEF';

async function gathered(some: Files) {
  return gather({ named: [] }, gateways(some));
}

describe('files that the settings name', () => {
  it.each<[string, string, Record<string, string>]>([
    ['a public key', attested('key: keys/a.pgp'), { 'keys/a.pgp': keys.rsa }],
    ['one key of several', attested(`key: a.pgp, fingerprint: "${rsa}"`), { 'a.pgp': keys.both }],
    ['a file that is added', derived('scripts/run.sh'), { 'scripts/run.sh': '#!/bin/sh\n' }],
  ])('may be %s, and are inputs that nothing may write over', async (_, lines, contents) => {
    const some = files(lines, contents);
    expect(check(await loadCheckInput({ named: [] }, some))).toMatchObject({ ok: true, problems: [] });
    expect((await gathered(some)).inputs).toEqual(['marketplace.yaml', '1_images.txt', ...Object.keys(contents)]);
  });

  it('may not be behind a link out of the folder, when they are added to images', async () => {
    const held = files(derived('run.sh'), { 'run.sh': '#!/bin/sh\n' });
    const some: Files = {
      ...held,
      real: async (name) => (name.endsWith('run.sh') ? '/releases-of-others/run.sh' : name),
    };
    expect(check(await loadCheckInput({ named: [] }, some)).problems).toMatchObject([
      {
        rule: 'file-not-readable',
        range: { line: 4 },
        message: 'run.sh is a link to /releases-of-others/run.sh, outside of /releases',
      },
    ]);
    // Keys may be anywhere.
    const key = files(attested('key: a.pgp'), { 'a.pgp': keys.rsa });
    expect(check(await loadCheckInput({ named: [] }, { ...key, real: some.real }))).toMatchObject({ ok: true });
  });

  it.each([
    ['a key that is not there', attested('key: none.pgp'), 74, 'file-not-found', 'none.pgp does not exist'],
    ['a key that is none', attested('key: text.pgp'), 74, 'attestation-key-unusable', /^text\.pgp can't be used/],
    ['a secret key', attested('key: secret.pgp'), 74, 'attestation-key-unusable', /holds a secret key/],
    ['one of several keys', attested('key: both.pgp'), 74, 'attestation-key-unusable', /holds 2 keys/],
    [
      'a key with another fingerprint',
      attested(`fingerprint: ${'a'.repeat(40)}, key: rsa.pgp`),
      129,
      'attestation-key-unusable',
      new RegExp(`holds ${rsa}`),
    ],
    ['a file that is not there', derived('scripts/none.sh'), 24, 'file-not-found', 'scripts/none.sh does not exist'],
    ['a file that cannot be read', derived('locked'), 24, 'file-not-readable', 'locked cannot be read (EACCES)'],
  ])('%s: told where it is named, offline and by a plan', async (_, lines, column, rule, message) => {
    const held = files(lines, {
      'text.pgp': 'hello',
      'rsa.pgp': keys.rsa,
      'both.pgp': keys.both,
      'secret.pgp': keys.secret,
    });
    const some: Files = {
      ...held,
      read: (name) => {
        if (!name.endsWith('locked')) return held.read(name);
        throw new ReleaseError('file-not-readable', 'locked cannot be read (EACCES)');
      },
    };
    const problem = {
      file: 'marketplace.yaml',
      range: { line: 4, column },
      severity: 'error',
      rule,
      message: typeof message === 'string' ? message : expect.stringMatching(message),
      hint: expect.stringMatching(/\S/),
    };
    const checked = check(await loadCheckInput({ named: [] }, some));
    expect(checked.problems).toMatchObject([problem]);
    expect(checked.ok).toBe(false);
    await expect(gathered(some)).rejects.toMatchObject({ code: 'input-invalid', problems: [problem] });
  });
});

describe('settings that never count', () => {
  it('are a warning of a check and of a plan', async () => {
    const some = files('attestations:\n- { images: "**", exempt: x }\n- { images: a, exempt: y }\n', {});
    const problem = { file: 'marketplace.yaml', rule: 'setting-never-counts', severity: 'warning', range: { line: 5 } };
    expect(check(await loadCheckInput({ named: [] }, some))).toMatchObject({ ok: true, problems: [problem] });
    expect((await gathered(some)).problems).toMatchObject([problem]);
  });
});
