import { describe, expect, it } from 'vitest';
import { type Http, type HttpRequest, type HttpResponse, Limiter, NetworkError, RegistrySession } from '#registry';
import { copyBlob } from '../../../src/registry/content/copy-blob.ts';
import { digestOf } from '../../../src/registry/content/sha256.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

/** As long as a connection may be silent. */
const idleMs = 60_000;

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Two registries without a network; a source that nobody reads from in time is gone. */
function registries(bytes: Uint8Array, target: (request: HttpRequest) => Answer) {
  const clock = virtualClock();
  const asked: string[] = [];
  const gone = () => new NetworkError('timeout', 'source.example was silent for too long');
  async function* sourceBody(openedAt: number) {
    if (clock.now() - openedAt > idleMs) throw gone();
    yield bytes;
  }
  const answered = (answer: Answer, body: AsyncIterable<Uint8Array>): HttpResponse => ({
    status: answer.status,
    headers: answer.headers ?? {},
    body,
    discard: () => undefined,
  });
  async function* nothing() {}
  const http: Http = {
    send: async (request) => {
      const { host, pathname } = new URL(request.url);
      asked.push(`${request.method} ${host}`);
      if (host === 'source.example') return answered({ status: 200 }, sourceBody(clock.now()));
      const answer = target(request);
      if (answer.status === 201 && request.body && !(request.body instanceof Uint8Array))
        for await (const _ of request.body.chunks) expect(pathname).toContain('/uploads/');
      return answered(answer, nothing());
    },
  };
  const session = (registry: string) =>
    new RegistrySession(
      { registry, origin: `https://${registry}`, credentials: 'none', login: async () => undefined },
      http,
      clock,
    );
  const [from, to] = [session('source.example'), session('target.example')];
  const transfers = new Limiter(4);
  const copy = (repository: string) =>
    copyBlob({
      source: { session: from, repository },
      target: { session: to, repository },
      blob: { digest: digestOf(bytes), size: bytes.length },
      transfers,
      progress: () => undefined,
    });
  const count = (what: string) => asked.filter((one) => one === what).length;
  return { copy, count };
}

const begun: Answer = { status: 202, headers: { location: '/v2/r/blobs/uploads/one' } };

describe.each([
  ['a small blob', 1000],
  ['a large blob', 2_000_000],
])('%s', (_, size) => {
  it('opens its source when nothing is waited for any more: a long pause at the target costs no source', async () => {
    let refusals = 0;
    const { copy, count } = registries(new Uint8Array(size), ({ method }) => {
      if (method === 'POST') return begun;
      if (method === 'HEAD') return { status: 404 };
      // Twice, as a registry does that has enough for a while.
      return refusals++ < 2 ? { status: 429, headers: { 'retry-after': '90' } } : { status: 201 };
    });
    await Promise.all(Array.from({ length: 24 }, (_each, at) => copy(`r${at}`)));
    // One for each blob, and another for each refusal.
    expect(count('GET source.example')).toBe(24 + 2);
  });

  it('is asked for once a try: a registry that only fails is left in peace after six tries', async () => {
    const { copy, count } = registries(new Uint8Array(size), () => ({ status: 503 }));
    await expect(copy('r')).rejects.toMatchObject({ status: 503 });
    expect(count('POST target.example') + count('HEAD target.example')).toBe(6);
  });
});
