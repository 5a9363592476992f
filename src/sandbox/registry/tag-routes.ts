import type { ServerResponse } from 'node:http';
import { send } from '../http/send.ts';
import { Refusal } from './refusal.ts';
import type { Route, RouteContext } from './route.ts';

/** ECR hands out at most this many names a page. */
const pageLimit = 1000;

/** The lists of a registry: tags of a repository, and the repositories. */
export interface TagRoutes {
  readonly list: Route;
  catalogue(response: ServerResponse, query: URLSearchParams): void;
}

/**
 * `tags/list` and `_catalog` with `n`, `last` and the Link header to the next page (distribution specification, "Listing
 * Tags").
 */
export function tagRoutes({ registry, access }: RouteContext): TagRoutes {
  return {
    list: async ({ request, response, name, query }) => {
      if (request.method !== 'GET' && request.method !== 'HEAD') return false;
      access.check(request, 'ecr:ListImages', name);
      const { page, next } = cut([...registry.repository(name).tags.keys()], query);
      sendList(response, { name, tags: page }, next && `/v2/${name}/tags/list?${next}`);
      return true;
    },
    catalogue: (response, query) => {
      if (!registry.traits.listsRepositories) {
        throw new Refusal(403, 'DENIED', 'requested access to the resource is denied');
      }
      const { page, next } = cut([...registry.repositories.keys()], query);
      sendList(response, { repositories: page }, next && `/v2/_catalog?${next}`);
    },
  };
}

function cut(names: string[], query: URLSearchParams): { page: string[]; next: string | undefined } {
  const asked = query.get('n');
  const n = asked === null ? pageLimit : Number(asked);
  if (!Number.isInteger(n) || n < 1 || n > pageLimit) {
    throw new Refusal(400, 'PAGINATION_NUMBER_INVALID', `n must be a number from 1 to ${pageLimit}`);
  }
  // By UTF-16 units, which for the characters that names can have is "lexical order" in every language.
  const sorted = names.sort();
  const last = query.get('last');
  const rest = last === null ? sorted : sorted.filter((name) => name > last);
  const page = rest.slice(0, n);
  const end = page.at(-1);
  if (rest.length <= n || end === undefined) return { page, next: undefined };
  return { page, next: new URLSearchParams({ last: end, n: String(n) }).toString() };
}

function sendList(response: ServerResponse, body: unknown, next: string | undefined): void {
  const link: Record<string, string> = next === undefined ? {} : { link: `<${next}>; rel="next"` };
  send(response, 200, { 'content-type': 'application/json; charset=utf-8', ...link }, JSON.stringify(body));
}
