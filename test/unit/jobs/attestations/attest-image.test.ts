import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { readAttestorKey } from '#attestation';
import { type AttestationSource, attestImage } from '#jobs';
import { NodeHttp } from '#platform';
import { attestedDigest, attestedNow, attestedRepository, type SignedByGpg } from '../../../support/attestations.ts';
import { type Handler, type Recorded, scriptedServer } from '../../../support/scripted-server.ts';
import { testClock } from '../../../support/test-clock.ts';

const made: SignedByGpg = JSON.parse(
  readFileSync(new URL('../../../fixtures/attestations/signed-by-gpg.json', import.meta.url), 'utf8'),
);
const key = await readAttestorKey(Buffer.from(made.keys.rsa ?? ''), { file: 'attestor.asc' });
const image = { repository: attestedRepository, digest: attestedDigest };
const path = '/v1beta1/projects/p/notes/n/occurrences';
const cleanups: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

const good = {
  name: 'projects/p/occurrences/1',
  kind: 'ATTESTATION',
  resource: { uri: `https://${attestedRepository}@${attestedDigest}` },
  attestation: { attestation: { pgpSignedAttestation: { signature: made.signed['rsa, armored']?.text } } },
};

async function world(handler: Handler, source: Partial<AttestationSource> = {}, idleMs = 60_000) {
  const server = await scriptedServer(handler);
  const http = new NodeHttp({
    userAgent: 'test',
    certificateAuthority: () => undefined,
    patience: { idleMs, finishingMs: idleMs },
  });
  cleanups.push(() => http.close(), server.close);
  const clock = testClock(attestedNow);
  const sent: string[] = [];
  const attest = (signal?: AbortSignal) =>
    attestImage(
      image,
      { source: { address: `https://grafeas.test${path}`, origin: server.origin, ...source }, key },
      { http, clock, observer: { credentialsSent: (host) => sent.push(host) }, ...(signal ? { signal } : {}) },
    );
  return { server, clock, sent, attest };
}

const answering =
  (status: number, body: unknown = {}, headers: Record<string, string> = {}): Handler =>
  (_, response) =>
    void response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
const query = ({ url }: Recorded) => new URL(url, 'http://x').searchParams;
const failure = (code: string, hint = '', message = 'grafeas.test') =>
  expect.objectContaining({
    code,
    message: expect.stringContaining(message),
    hint: expect.stringContaining(hint),
  });

describe('fetching the attestations of an image', () => {
  it('asks for it alone, with the token, and judges what comes', async () => {
    const token = async () => 'the-password-of-the-registry';
    const { server, sent, attest } = await world(answering(200, { occurrences: [good] }), { token });
    expect(await attest()).toMatchObject({ ok: true, occurrence: good.name });
    const [request] = server.requests;
    expect(request?.headers.authorization).toBe('Bearer the-password-of-the-registry');
    expect(request && new URL(request.url, server.origin).pathname).toBe(path);
    expect(request && query(request).get('filter')).toBe(
      `resourceUrl="https://${attestedRepository}@${attestedDigest}"`,
    );
    expect(sent).toEqual([server.host]);
  });

  it('keeps what else the address asks', async () => {
    const { server, attest } = await world(answering(200), { address: `https://grafeas.test${path}?key=1` });
    expect(await attest()).toMatchObject({ ok: false, code: 'attestation-missing' });
    expect(server.requests[0] && query(server.requests[0]).get('key')).toBe('1');
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
  });

  it('reads all pages: the one that counts may be the last', async () => {
    const { server, attest } = await world((request, response) => {
      const page = Number(query(request).get('pageToken') ?? '1');
      const answer = page < 4 ? { occurrences: [], nextPageToken: String(page + 1) } : { occurrences: [good] };
      response.end(JSON.stringify(answer));
    });
    expect(await attest()).toMatchObject({ ok: true });
    expect(server.requests.map((request) => query(request).get('pageToken'))).toEqual([null, '2', '3', '4']);
  });

  it.each([
    ['itself', ['a']],
    ['one before', ['a', 'b']],
  ])('ends at a page that names %s as its next, and concludes nothing', async (_, tokens) => {
    const { server, attest } = await world((request, response) => {
      const at = tokens.indexOf(query(request).get('pageToken') ?? '');
      response.end(JSON.stringify({ occurrences: [good], nextPageToken: tokens[(at + 1) % tokens.length] }));
    });
    await expect(attest()).rejects.toEqual(failure('attestation-pages-endless', 'Nothing was concluded'));
    expect(server.requests).toHaveLength(tokens.length + 1);
  });

  it('ends at a number of pages', async () => {
    let page = 0;
    const { server, attest } = await world(
      (_, response) => void response.end(JSON.stringify({ occurrences: [], nextPageToken: String(page++) })),
    );
    await expect(attest()).rejects.toEqual(failure('attestation-answer-too-large', 'those of all images'));
    expect(server.requests).toHaveLength(100);
  });

  it('ends at a page, and at all pages together, of a size that no list has', async () => {
    const one = await world((_, response) => void response.end(Buffer.alloc(5_000_000, ' ')));
    await expect(one.attest()).rejects.toEqual(failure('attestation-answer-too-large'));
    const padding = ' '.repeat(4_000_000);
    const all = await world((request, response) => {
      const nextPageToken = `${query(request).get('pageToken') ?? ''}+`;
      response.end(`${padding}${JSON.stringify({ occurrences: [], nextPageToken })}`);
    });
    await expect(all.attest()).rejects.toEqual(failure('attestation-answer-too-large'));
    expect(all.server.requests).toHaveLength(5);
  });

  it('never takes an error for an empty list', async () => {
    const token = async () => 'some-token-or-other';
    const cases: [Handler, Partial<AttestationSource>, string, string][] = [
      [answering(401), {}, 'login-required', 'attestations.token'],
      [answering(401), { token, tokenFrom: 'AWS Secrets Manager, tm-sync-token' }, 'login-refused', 'tm-sync-token'],
      [answering(403), { token }, 'access-denied', 'lacks the right'],
      [answering(404), {}, 'attestation-address-unknown', 'project and note'],
      [answering(400), {}, 'attestation-not-fetched', 'attestations.url'],
      [answering(500), {}, 'attestation-not-fetched', 'Try again'],
      [answering(408), {}, 'attestation-not-fetched', 'Try again'],
      [answering(500, { errors: [{ code: 'TAG_INVALID' }] }), {}, 'attestation-not-fetched', 'Try again'],
      [answering(500, { errors: [{ code: 'NAME_UNKNOWN' }] }), {}, 'attestation-not-fetched', 'Try again'],
      [answering(200, { occurrences: [], error: { code: 7 } }), {}, 'attestation-answer-malformed', ''],
      [answering(302, '', { location: 'https://login.test/?token=x' }), {}, 'attestation-not-fetched', 'login page'],
      [answering(200, '<html>Sign in</html>'), {}, 'attestation-answer-malformed', 'login or error page'],
      [answering(200, ''), {}, 'attestation-answer-malformed', ''],
      [answering(200, { error: { code: 401, status: 'UNAUTHENTICATED' } }), {}, 'attestation-answer-malformed', ''],
      [(_request, _response, socket) => void socket.destroy(), {}, 'unreachable', ''],
    ];
    for (const [handler, source, code, hint] of cases) {
      const { attest } = await world(handler, source);
      await expect(attest(), code).rejects.toEqual(failure(code, hint));
    }
  });

  it('follows no redirect, and repeats nothing of where it leads but the host', async () => {
    const other = await scriptedServer(answering(200, { occurrences: [good] }));
    cleanups.push(other.close);
    const { attest } = await world(answering(307, '', { location: `${other.origin}/?secret=1` }));
    const error = await attest().catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'attestation-not-fetched', message: expect.stringContaining(other.host) });
    expect(error.message).not.toContain('secret');
    expect(other.requests).toEqual([]);
  });

  it('takes a new token when the first has expired, once', async () => {
    const asked: boolean[] = [];
    const token = async (renew: boolean) => {
      asked.push(renew);
      return renew ? 'new-token-of-today' : 'old-token-of-yesterday';
    };
    const handler: Handler = ({ headers }, response) => {
      const isNew = headers.authorization === 'Bearer new-token-of-today';
      response.writeHead(isNew ? 200 : 401).end(JSON.stringify({ occurrences: [good] }));
    };
    expect(await (await world(handler, { token })).attest()).toMatchObject({ ok: true });
    expect(asked).toEqual([false, true]);
    const refusing = await world(answering(401), { token });
    await expect(refusing.attest()).rejects.toEqual(failure('login-refused', 'may have expired'));
    expect(refusing.server.requests).toHaveLength(2);
  });

  it('sends the token nowhere without TLS but to this machine', async () => {
    const token = async () => 'some-token-or-other';
    const plain = { address: `http://grafeas.test${path}`, token };
    const sent: string[] = [];
    const http = { send: async () => Promise.reject(new Error('was sent')) };
    const context = { http, clock: testClock(), observer: { credentialsSent: (host: string) => sent.push(host) } };
    await expect(attestImage(image, { source: plain, key }, context)).rejects.toEqual(
      failure('attestation-not-fetched', 'https', 'without TLS'),
    );
    expect(sent).toEqual([]);
    const here = { ...plain, origin: 'http://127.0.0.1:8080' };
    await expect(attestImage(image, { source: here, key }, context)).rejects.toThrow('was sent');
    expect(sent).toEqual(['127.0.0.1:8080']);
  });

  it.each(['ftp://grafeas.test/x', 'grafeas.test/x', 'https://user:password@grafeas.test/x'])(
    'asks no address like %s, and does not repeat it',
    async (address) => {
      const { server, attest } = await world(answering(200), { address });
      const error = await attest().catch((thrown) => thrown);
      expect(error).toMatchObject({ code: 'attestation-not-fetched' });
      expect(error.message).not.toContain('password');
      expect(server.requests).toEqual([]);
    },
  );

  it('waits as long as a busy server asks, and then goes on', async () => {
    let tries = 0;
    const { clock, attest } = await world((_, response) => {
      tries++;
      if (tries === 1) response.writeHead(429, { 'retry-after': '7' }).end();
      else if (tries === 2) response.writeHead(503, { 'retry-after': '11' }).end();
      else response.end(JSON.stringify({ occurrences: [good] }));
    });
    expect(await attest()).toMatchObject({ ok: true });
    expect(clock.waits.map((ms) => Math.floor(ms / 1000))).toEqual([7, 11]);
  });

  it('gives up a server that says nothing, and one that stops in the middle', async () => {
    const silent = await world(() => undefined, {}, 20);
    await expect(silent.attest()).rejects.toEqual(failure('unreachable'));
    const stopping = await world(
      (_, response) => {
        response.writeHead(200, { 'content-length': '1000' }).write('{"occurrences":[]');
      },
      {},
      20,
    );
    await expect(stopping.attest()).rejects.toEqual(failure('unreachable'));
  });

  it('stops when it is cancelled', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    // Longer than a test may take: nothing else would end the wait.
    const { attest } = await world(() => controller.abort(reason), {}, 3_600_000);
    await expect(attest(controller.signal)).rejects.toBe(reason);
  });

  it('repeats no token that a server sends back in an answer that looks good', async () => {
    const token = async () => 'some-token-or-other';
    const message = 'no rights: some-token-or-other';
    const { attest } = await world(answering(200, { occurrences: [], error: { message } }), { token });
    const error = await attest().catch((thrown) => thrown);
    expect(error.message).toContain('no rights');
    expect(error.message).not.toContain('some-token');
  });

  it('repeats no token that a server sends back', async () => {
    const token = async () => 'some-token-or-other';
    const { attest } = await world(
      answering(403, { errors: [{ code: 'DENIED', message: 'no rights: some-token-or-other' }] }),
      { token },
    );
    const error = await attest().catch((thrown) => thrown);
    expect(error.message).toContain('no rights');
    expect(JSON.stringify([error.message, error.hint, error.cause?.message])).not.toContain('some-token');
  });
});
