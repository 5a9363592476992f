import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { NodeHttp } from '#platform';
import { type OwnBlob, pushBlob, RegistrySession } from '#registry';
import { memoryRegistry } from '../../support/memory-registry.ts';
import { testClock } from '../../support/test-clock.ts';

const pieces = ['one', '', 'two', 'three'].map((text) => new TextEncoder().encode(text));
const digest = `sha256:${createHash('sha256').update('onetwothree').digest('hex')}`;

async function withRegistry(
  use: (registry: Awaited<ReturnType<typeof memoryRegistry>>, session: RegistrySession) => Promise<void>,
) {
  const registry = await memoryRegistry();
  const http = new NodeHttp({ userAgent: 'test', certificateAuthority: () => undefined });
  const access = { registry: 'r.example', origin: registry.origin, credentials: 'none', login: async () => undefined };
  try {
    await use(registry, new RegistrySession(access, http, testClock(), { waiting() {}, credentialsSent() {} }));
  } finally {
    http.close();
    await registry.close();
  }
}

function blobOf(chunks: readonly Uint8Array[]): OwnBlob & { readonly opened: () => number } {
  let opened = 0;
  return {
    digest,
    size: 11,
    opened: () => opened,
    open: async function* () {
      opened++;
      yield* chunks;
    },
  };
}

it('streams what is made, begins again after a failure, and sends nothing that is there', () =>
  withRegistry(async (registry, session) => {
    const blob = blobOf(pieces);
    const told: number[] = [];
    let failures = 1;
    registry.intercept = ({ method }, response) => {
      if (method !== 'PUT' || failures-- <= 0) return false;
      response.writeHead(503).end();
      return true;
    };
    expect(await pushBlob(session, 'a/b', blob, (bytes) => told.push(bytes))).toBe(true);
    expect(registry.repository('a/b').blobs.get(digest)?.toString()).toBe('onetwothree');
    expect(told.at(-1)).toBe(11);
    expect(told.filter((bytes) => bytes === 0)).toHaveLength(2);
    expect(blob.opened()).toBe(2);
    expect(await pushBlob(session, 'a/b', blob)).toBe(false);
    expect(blob.opened()).toBe(2);
  }));

it.each([
  ['other bytes', ['one', 'two', 'thre3']],
  ['too few', ['one', 'two']],
  ['too many', ['one', 'two', 'threefour']],
])('never completes a blob of %s', (_, texts) =>
  withRegistry(async (registry, session) => {
    const blob = blobOf(texts.map((text) => new TextEncoder().encode(text)));
    await expect(pushBlob(session, 'a/b', blob)).rejects.toMatchObject({ code: 'digest-mismatch' });
    expect(registry.repository('a/b').blobs.size).toBe(0);
  }),
);
