import { describe, expect, it } from 'vitest';
import { readOccurrences, resourceOf } from '#attestation';
import { ReleaseError } from '#problem';

const uri = `https://r.test/a/b@sha256:${'a'.repeat(64)}`;
const payload = Buffer.from('{"critical":{}}\n');
const serializedPayload = payload.toString('base64');
const read = (answer: unknown) => readOccurrences(Buffer.from(JSON.stringify(answer)), 'grafeas.test');
function catching(task: () => unknown): unknown {
  try {
    return task();
  } catch (error) {
    return error;
  }
}
const one = (occurrence: unknown) => read({ occurrences: [occurrence] });
const malformed = (why: string) =>
  expect.objectContaining({
    code: 'attestation-answer-malformed',
    message: expect.stringMatching(new RegExp(`^grafeas\\.test answered .*${why}`)),
  });

describe('occurrences', () => {
  it.each([
    [
      'v1beta1, pgp',
      { resource: { uri }, attestation: { attestation: { pgpSignedAttestation: { signature: 's', pgpKeyId: 'k' } } } },
      [{ text: 's' }],
    ],
    [
      'v1beta1, generic',
      {
        resource: { uri },
        attestation: {
          attestation: {
            genericSignedAttestation: {
              contentType: 'SIMPLE_SIGNING_JSON',
              serializedPayload,
              signatures: [{ signature: 's', publicKeyId: 'k' }, { signature: 't' }],
            },
          },
        },
      },
      [
        { text: 's', payload: new Uint8Array(payload) },
        { text: 't', payload: new Uint8Array(payload) },
      ],
    ],
    [
      'v1',
      { resourceUri: uri, attestation: { serializedPayload, signatures: [{ signature: 's' }] } },
      [{ text: 's', payload: new Uint8Array(payload) }],
    ],
    ['v1alpha1', { resourceUrl: uri, attestation: { pgpSignedAttestation: { signature: 's' } } }, [{ text: 's' }]],
    [
      'v1 with the resource of v1beta1',
      { resource: { uri }, resourceUri: uri, attestation: { signatures: [{ signature: 's' }] } },
      [{ text: 's' }],
    ],
    [
      'pgp and generic at once',
      {
        resource: { uri },
        attestation: {
          attestation: {
            pgpSignedAttestation: { signature: 's' },
            genericSignedAttestation: { signatures: [{ signature: 't' }] },
          },
        },
      },
      [{ text: 's' }, { text: 't' }],
    ],
  ])('are read of %s', (_, fields, signatures) => {
    const page = one({
      name: 'projects/p/occurrences/1',
      noteName: 'projects/p/notes/n',
      kind: 'ATTESTATION',
      createTime: 'x',
      ...fields,
    });
    expect(page).toEqual({
      attestations: [{ name: 'projects/p/occurrences/1', resource: uri, signatures }],
      unread: [],
    });
  });

  it.each(['ATTESTATION', 7, 'ATTESTATION_AUTHORITY', undefined])('are read of kind %s', (kind) => {
    expect(
      one({ kind, resourceUri: uri, attestation: { signatures: [{ signature: 's' }] } }).attestations,
    ).toHaveLength(1);
  });

  it('of other kinds are left out', () => {
    const page = read({
      occurrences: [
        { kind: 'VULNERABILITY', resourceUri: uri },
        { kind: 3 },
        { resourceUri: uri },
        { kind: 'BUILD', resourceUri: uri, envelope: { payload: 'x' } },
      ],
    });
    expect(page).toEqual({ attestations: [], unread: [] });
  });

  it.each([
    ['another shape', 'an occurrence', 'attestation-malformed', 'shape'],
    [
      'no resource',
      { kind: 'ATTESTATION', attestation: { signatures: [{ signature: 's' }] } },
      'attestation-malformed',
      'of which image',
    ],
    [
      'an attestation of another shape',
      { resourceUri: uri, attestation: { signatures: 's' } },
      'attestation-malformed',
      'shape',
    ],
    [
      'two resources',
      { resource: { uri }, resourceUri: `${uri}0`, attestation: { signatures: [{ signature: 's' }] } },
      'attestation-malformed',
      'several images',
    ],
    ['no attestation', { kind: 'ATTESTATION', resourceUri: uri }, 'attestation-unsupported', 'no OpenPGP'],
    [
      'an envelope alone',
      { kind: 'ATTESTATION', resourceUri: uri, envelope: { payload: 'x' } },
      'attestation-unsupported',
      'DSSE',
    ],
    ['DSSE by kind', { kind: 'DSSE_ATTESTATION', resourceUri: uri }, 'attestation-unsupported', 'DSSE'],
    ['DSSE by number', { kind: 10, resourceUri: uri }, 'attestation-unsupported', 'DSSE'],
    ['DSSE by key', { resourceUri: uri, dsseAttestation: {} }, 'attestation-unsupported', 'DSSE'],
    ['an envelope of no kind', { resourceUri: uri, envelope: { payload: 'x' } }, 'attestation-unsupported', 'DSSE'],
    [
      'a JWT alone',
      { resourceUri: uri, attestation: { serializedPayload, jwts: [{ compactJwt: 'x' }] } },
      'attestation-unsupported',
      'JWT',
    ],
    [
      'a payload that is no base64',
      { resourceUri: uri, attestation: { serializedPayload: '{}', signatures: [{ signature: 's' }] } },
      'attestation-malformed',
      'base64',
    ],
    [
      'a huge signature',
      { resourceUri: uri, attestation: { signatures: [{ signature: 's'.repeat(300_000) }] } },
      'attestation-too-large',
      'longer than',
    ],
    [
      'a huge payload',
      {
        resourceUri: uri,
        attestation: { serializedPayload: 'AAAA'.repeat(100_000), signatures: [{ signature: 's' }] },
      },
      'attestation-too-large',
      'longer than',
    ],
    [
      'many signatures',
      { resourceUri: uri, attestation: { signatures: Array.from({ length: 33 }, () => ({ signature: 's' })) } },
      'attestation-too-large',
      'more than 32',
    ],
  ])('with %s are named', (_, occurrence, code, why) => {
    const page = read({ occurrences: [{ kind: 'BUILD' }, occurrence] });
    expect(page).toMatchObject({
      attestations: [],
      unread: [{ name: 'occurrences[1]', code, why: expect.stringContaining(why) }],
    });
  });

  it.each(['YQ', 'YQ==', 'Y\r\nQ=='])('have a payload in base64 as %j too', (text) => {
    const page = one({ resourceUri: uri, attestation: { serializedPayload: text, signatures: [{ signature: 's' }] } });
    expect(page.attestations[0]?.signatures[0]?.payload).toEqual(new Uint8Array([97]));
  });

  it.each(['YQ=Q', 'Y', 'YQ===', 'é', 'Y,Q'])('have no payload in what is no base64: %j', (text) => {
    expect(
      one({ resourceUri: uri, attestation: { serializedPayload: text, signatures: [{ signature: 's' }] } }).unread,
    ).toHaveLength(1);
  });
});

describe('an answer', () => {
  it.each(['Bearer abcdefghijkl', 'planted'])('repeats of its error neither what was sent nor all: %s', (secret) => {
    const message = `refused ${secret} ${'x'.repeat(1000)}`;
    const answer = Buffer.from(JSON.stringify({ occurrences: [], error: { message } }));
    const error = ReleaseError.from(catching(() => readOccurrences(answer, 'grafeas.test', ['planted'])));
    expect(error.message).toContain('it has an error: refused');
    expect(error.message).not.toMatch(/abcdefgh|planted/);
    expect(error.message.length).toBeLessThan(400);
  });

  it.each([
    {},
    { occurrences: [] },
    { occurrences: [], nextPageToken: '' },
    { occurrences: [], more: 1 },
    { occurrences: [], error: null, errors: [], code: 0, message: '', unreachable: [] },
  ])('%j is an empty list', (answer) => {
    expect(read(answer)).toEqual({ attestations: [], unread: [] });
  });

  it('names its next page', () => {
    expect(read({ occurrences: [], nextPageToken: 'n' })).toMatchObject({ nextPageToken: 'n' });
    expect(read({ nextPageToken: 'n' })).toMatchObject({ nextPageToken: 'n' });
  });

  it.each([
    ['', 'it is not JSON'],
    ['<!doctype html><title>Sign in</title>', 'it is not JSON'],
    ['{"occurrences":[]', 'it is not JSON'],
    ['null', 'another shape'],
    ['[]', 'another shape'],
    ['{"occurrences":{}}', 'another shape'],
    ['{"error":{"code":401}}', 'it has an error'],
    ['{"occurrences":[],"error":{"message":"no quota"}}', 'it has an error: no quota'],
    ['{"occurrences":[],"error":"denied"}', 'it has an error: denied'],
    ['{"occurrences":[],"errors":[{"message":"gone"}]}', 'it has an error: gone'],
    ['{"occurrences":[],"code":16,"message":"who are you?"}', 'it has an error: who are you\\?'],
    ['{"occurrences":[],"unreachable":["locations/eu"]}', 'not all was reached: locations/eu'],
    ['{"nextPageToken":""}', 'it has no occurrences'],
    [`{"occurrences":${'['.repeat(70)}${']'.repeat(70)}}`, 'deeper than'],
    [' '.repeat(5_000_000), 'larger than'],
  ])('%.40j is none', (answer, why) => {
    expect(() => readOccurrences(Buffer.from(answer), 'grafeas.test')).toThrow(malformed(why));
  });
});

describe('the resource that is asked for', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  it.each([
    ['R.Test:5000/a/b', `https://r.test:5000/a/b@${digest}`],
    ['redis', `https://docker.io/library/redis@${digest}`],
    ['r.test/a/b:1.2.3', `https://r.test/a/b@${digest}`],
  ])('of %s is %s', (repository, resource) => {
    expect(resourceOf({ repository, digest })).toBe(resource);
  });

  it.each([
    ['r.test/a" OR resourceUrl="', digest],
    ['r.test/a', 'sha256:a"'],
  ])('is nothing that a filter could be bent with: %s', (repository, wrong) => {
    expect(() => resourceOf({ repository, digest: wrong })).toThrow(RangeError);
  });
});
