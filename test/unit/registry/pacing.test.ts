import { describe, expect, it } from 'vitest';
import { type Http, type HttpRequest, quotasOf, RegistrySession } from '#registry';
import { putManifest } from '../../../src/registry/manifests/manifests.ts';
import { Pace } from '../../../src/registry/transport/pace.ts';
import { type Quotas, requestClass } from '../../../src/registry/transport/quotas.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const manifest = { mediaType: 'application/vnd.oci.image.manifest.v1+json', bytes: new Uint8Array(2) };
const ecr = '111122223333.dkr.ecr.eu-central-1.amazonaws.com';
type Answer = { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string };

/** A registry without a network: answers at once, and keeps when each request came. */
function registryOf(
  answer: (request: HttpRequest, now: number) => Answer,
  options: { readonly quotas?: Quotas; readonly registry?: string } = {},
) {
  const clock = virtualClock();
  const starts: number[] = [];
  const http: Http = {
    send: async (request) => {
      starts.push(clock.now());
      const { status, headers = {}, body = '' } = answer(request, clock.now());
      const chunks = async function* () {
        yield new TextEncoder().encode(body);
      };
      return { status, headers, body: chunks(), discard: () => undefined };
    },
  };
  const waits: { readonly delayMs: number; readonly reason: string }[] = [];
  const { registry = ecr, quotas } = options;
  const session = new RegistrySession(
    {
      registry,
      origin: `https://${registry}`,
      credentials: 'none',
      login: async () => undefined,
      ...(quotas ? { quotas } : {}),
    },
    http,
    clock,
    { waiting: (wait) => waits.push(wait) },
  );
  const write = (count: number) =>
    Promise.all(
      Array.from({ length: count }, (_, at) =>
        session.retrying(() => putManifest(session, `r/${at % 200}`, `t${at}`, manifest)),
      ),
    );
  return { clock, session, starts, waits, write };
}

/** A registry's own counter: at most so many in any second, 429 for what is more. */
function counting(perSecond: number, refusal: Answer = { status: 429 }) {
  const taken: number[] = [];
  return {
    taken,
    refused: 0,
    answer(_: HttpRequest, now: number): Answer {
      if (now - (taken.at(-perSecond) ?? Number.NEGATIVE_INFINITY) < 1000) {
        this.refused++;
        return refusal;
      }
      taken.push(now);
      return { status: 201 };
    },
  };
}

function mostInASecond(starts: readonly number[]): number {
  return Math.max(...starts.map((from) => starts.filter((at) => at >= from && at < from + 1000).length));
}

describe('a known quota', () => {
  it.each([
    ['manifest-write', 10, 240],
    ['upload', 100, 1000],
    ['blob-check', 1000, 2000],
  ] as const)(
    'of %s, %i a second: %i requests never exceed it, and end within a tenth of the floor',
    async (ofClass, quota, count) => {
      const clock = virtualClock();
      const began = clock.now();
      expect(quotasOf(ecr)?.perSecond[ofClass]).toBe(quota);
      const pace = new Pace(clock, quota, true);
      const starts: number[] = [];
      await Promise.all(
        Array.from({ length: count }, async () => {
          await pace.turn();
          starts.push(clock.now());
          pace.accepted();
        }),
      );
      expect(starts).toHaveLength(count);
      expect(mostInASecond(starts)).toBeLessThanOrEqual(quota);
      expect((clock.now() - began) / 1000).toBeLessThanOrEqual((1.1 * count) / quota);
    },
  );

  it('lets 240 manifests through a counting registry without a single refusal', async () => {
    const limit = counting(10);
    const quotas = quotasOf(ecr);
    if (!quotas) throw new Error('no quotas');
    const { clock, write, waits } = registryOf(limit.answer.bind(limit), { quotas });
    const began = clock.now();
    await write(240);
    expect(limit).toMatchObject({ refused: 0 });
    expect(limit.taken).toHaveLength(240);
    expect(clock.now() - began).toBeLessThanOrEqual(1.1 * 24_000);
    // One word now and then, not one for each that waits.
    expect(waits.length).toBeGreaterThan(0);
    expect(waits.length).toBeLessThanOrEqual(3);
    expect(waits[0]).toMatchObject({ reason: 'its pace is 9.8 manifests written a second' });
  });

  it('is shared with others: what they use up is learned from refusals, and nothing fails', async () => {
    const limit = counting(4, {
      status: 400,
      body: '{"errors":[{"code":"ThrottlingException","message":"Rate exceeded"}]}',
    });
    const quotas = quotasOf(ecr);
    if (!quotas) throw new Error('no quotas');
    const { clock, write } = registryOf(limit.answer.bind(limit), { quotas });
    const began = clock.now();
    await write(120);
    expect(limit.taken).toHaveLength(120);
    expect(limit.refused).toBeGreaterThan(0);
    expect(limit.refused).toBeLessThan(60);
    expect(clock.now() - began).toBeLessThan(2 * 30_000);
  });
});

describe('a quota that is not known', () => {
  it('is found by refusals: nothing fails, and it is used well', async () => {
    const limit = counting(20);
    const { clock, write } = registryOf(limit.answer.bind(limit), { registry: 'r.example' });
    const began = clock.now();
    await write(400);
    expect(limit.taken).toHaveLength(400);
    expect(clock.now() - began).toBeLessThan(2 * 20_000);
  });

  it('bounds nothing before the first refusal', async () => {
    const { clock, write } = registryOf(() => ({ status: 201 }), { registry: 'r.example' });
    const began = clock.now();
    await write(1000);
    expect(clock.now()).toBe(began);
  });

  it("is tried out for AWS Marketplace's registry, whose quotas nobody publishes", async () => {
    const registry = '709825985650.dkr.ecr.us-east-1.amazonaws.com';
    const quotas = quotasOf(registry);
    expect(quotas).toMatchObject({ areKnown: false });
    if (!quotas) throw new Error('no quotas');
    const { clock, write, starts } = registryOf(() => ({ status: 201 }), { registry, quotas });
    const began = clock.now();
    await write(240);
    expect(starts.filter((at) => at < began + 1000).length).toBeLessThanOrEqual(12);
    expect(clock.now() - began).toBeLessThan(20_000);
  });
});

describe('Retry-After', () => {
  it('pauses the whole class of requests, and no other', async () => {
    let refused = 0;
    const { clock, session, starts, write } = registryOf(
      () => (refused++ === 0 ? { status: 429, headers: { 'retry-after': '30' } } : { status: 201 }),
      { registry: 'r.example' },
    );
    const began = clock.now();
    await session.once({ ...request('PUT', 'manifests/1'), expect: [201] }).catch(() => undefined);
    await session.once({ ...request('HEAD', 'blobs/sha256:1'), expect: [201] });
    expect(clock.now()).toBe(began);
    await write(50);
    expect(starts.slice(2).every((at) => at >= began + 30_000)).toBe(true);
  });

  it('of hours is no pause: the next one hears it too', async () => {
    const { clock, session, starts } = registryOf(() => ({ status: 429, headers: { 'retry-after': '21600' } }), {
      registry: 'r.example',
    });
    const began = clock.now();
    for (const tag of ['1', '2']) {
      const put = session.request({ ...request('PUT', `manifests/${tag}`), expect: [201] });
      await expect(put).rejects.toMatchObject({ code: 'rate-limited' });
    }
    expect(starts).toHaveLength(2);
    expect(clock.now() - began).toBeLessThan(5000);
  });
});

describe('places among the requests under way', () => {
  it('are free while a refused request waits for its next try', async () => {
    const { session, starts } = registryOf(
      ({ url }) => (url.includes('/slow/') ? { status: 503, headers: { 'retry-after': '60' } } : { status: 200 }),
      { registry: 'r.example' },
    );
    const slow = Array.from({ length: 200 }, (_, at) =>
      session.request({ ...request('GET', `tags/list?${at}`, 'slow'), expect: [200] }).catch(() => 'failed'),
    );
    const quick = await session.request({ ...request('HEAD', 'manifests/1', 'quick'), expect: [200] });
    quick.discard();
    expect(new Set(await Promise.all(slow))).toEqual(new Set(['failed']));
    expect(starts.length).toBeGreaterThan(1000);
  });

  it('are held until an answer is read or given up: 64 at a time', async () => {
    const { session, starts } = registryOf(() => ({ status: 200 }), { registry: 'r.example' });
    const answers = Array.from({ length: 70 }, (_, at) =>
      session.request({ ...request('GET', `manifests/${at}`), expect: [200] }),
    );
    const first = await Promise.all(answers.slice(0, 64));
    expect(starts).toHaveLength(64);
    for (const answer of first.slice(0, 3)) answer.discard();
    for (const answer of first.slice(3, 6)) for await (const _ of answer.body);
    for (const answer of await Promise.all(answers.slice(64))) answer.discard();
    expect(starts).toHaveLength(70);
  });
});

function request(method: 'GET' | 'HEAD' | 'PUT', rest: string, repository = 'r') {
  return { method, path: `/v2/${repository}/${rest}`, scope: [], what: `${method} ${rest}` };
}

describe('requestClass', () => {
  it.each([
    ['HEAD', '/v2/a/b/manifests/1', 'manifest-read'],
    ['GET', '/v2/a/b/manifests/sha256:1', 'manifest-read'],
    ['PUT', '/v2/a/manifests/1', 'manifest-write'],
    ['HEAD', '/v2/a/blobs/sha256:1', 'blob-check'],
    ['GET', '/v2/blobs/manifests/blobs/sha256:1', 'blob-read'],
    ['POST', '/v2/a/blobs/uploads/?mount=sha256:1&from=b', 'upload-start'],
    ['PUT', '/v2/a/blobs/uploads/0b1c?digest=sha256:1', 'upload'],
    ['PUT', '/upload/0815', 'upload'],
    ['GET', '/v2/a/tags/list?n=5', 'other'],
  ] as const)('%s %s is %s', (method, path, ofClass) => {
    expect(requestClass(method, new URL(path, 'https://r.example'))).toBe(ofClass);
  });
});

describe('quotasOf', () => {
  it('knows ECR and nobody else', () => {
    expect(quotasOf('docker.io')).toBeUndefined();
    expect(quotasOf(ecr)).toMatchObject({ areKnown: true, perSecond: { 'manifest-write': 10 } });
    expect(quotasOf('public.ecr.aws')).toMatchObject({ areKnown: true, perSecond: { upload: 10 } });
  });
});
