import { expect, it } from 'vitest';
import { type Http, ReferrerLists, RegistrySession } from '#registry';
import { testClock } from '../../support/test-clock.ts';

const indexType = 'application/vnd.oci.image.index.v1+json';
const digest = (of: number) => `sha256:${of.toString(16).padStart(64, '0')}`;

/** A registry whose list of referrers has no end: pages of so many, each with another next. */
function endless(perPage: number) {
  let pages = 0;
  const http: Http = {
    send: async () => {
      const from = pages++ * perPage;
      const manifests = Array.from({ length: perPage }, (_, at) => ({ digest: digest(from + at) }));
      async function* body() {
        yield new TextEncoder().encode(JSON.stringify({ manifests }));
      }
      const headers = { 'content-type': indexType, link: `</v2/a/referrers/x?page=${pages}>; rel="next"` };
      return { status: 200, headers, body: body(), discard: () => undefined };
    },
  };
  const access = {
    registry: 'r.example',
    origin: 'https://r.example',
    credentials: 'none',
    login: async () => undefined,
  };
  return { session: new RegistrySession(access, http, testClock()), pages: () => pages };
}

it.each([
  [400, 3],
  [5000, 1],
  [1, 50],
])('a list without an end, %i a page, is cut after %i pages', async (perPage, most) => {
  const { session, pages } = endless(perPage);
  const list = await new ReferrerLists().of(session, 'a', digest(1));
  expect(list.isCut).toBe(true);
  expect(list.digests).toHaveLength(Math.min(1000, perPage * most));
  expect(pages()).toBe(most);
});
