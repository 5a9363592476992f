import { expect, it } from 'vitest';
import { type Http, type ImageNode, RegistrySession } from '#registry';
import { writeTag } from '../../../src/jobs/images/write-tag.ts';
import { testClock } from '../../support/test-clock.ts';

it('a registry that only fails is asked six times, not six times six', async () => {
  let requests = 0;
  async function* nothing() {}
  const http: Http = {
    send: async () => {
      requests++;
      return { status: 503, headers: {}, body: nothing(), discard: () => undefined };
    },
  };
  const access = {
    registry: 'r.example',
    origin: 'https://r.example',
    credentials: 'none',
    login: async () => undefined,
  };
  const node: ImageNode = {
    digest: `sha256:${'0'.repeat(64)}`,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    bytes: new Uint8Array(2),
    kind: 'manifest',
    isAttestation: false,
    blobs: [],
    children: [],
  };
  const session = new RegistrySession(access, http, testClock());
  const target = { registry: 'r.example', repository: 'a/b', tag: '1' };
  await expect(writeTag(session, target, node)).rejects.toMatchObject({ status: 503 });
  expect(requests).toBe(6);
});
