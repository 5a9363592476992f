import * as z from 'zod/mini';
import { ReleaseError } from '#problem';
import { isTag } from '#reference';
import { parseForeignJson } from './foreign-json.ts';
import { readBody } from './http.ts';
import type { RegistrySession } from './session.ts';

const maxPageBytes = 8_388_608;
/** A registry that repeats its next link would page for ever. */
const maxPages = 1000;
const pageSize = 1000;

const tagsSchema = z.looseObject({ tags: z.nullish(z.array(z.string())) });
const catalogSchema = z.looseObject({ repositories: z.nullish(z.array(z.string())) });

/**
 * All tags of a repository, in the registry's order (OCI distribution, "Listing tags").
 * @throws ReleaseError `repository-missing` and what a request throws
 */
export async function listTags(session: RegistrySession, repository: string, signal?: AbortSignal): Promise<string[]> {
  const path = session.path(repository);
  const pages = await readPages(
    session,
    `/v2/${path}/tags/list?n=${pageSize}`,
    { repository: path, what: `list tags of ${repository}` },
    signal,
  );
  return pages.flatMap((page) => tagsSchema.safeParse(page).data?.tags ?? []).filter(isTag);
}

/** All repositories of a registry, where it has a catalogue (distribution's `_catalog`; many hosted registries refuse it). */
export async function listRepositories(session: RegistrySession, signal?: AbortSignal): Promise<string[]> {
  const pages = await readPages(session, `/v2/_catalog?n=${pageSize}`, { what: 'list repositories' }, signal);
  return pages.flatMap((page) => catalogSchema.safeParse(page).data?.repositories ?? []);
}

async function readPages(
  session: RegistrySession,
  first: string,
  asked: { readonly repository?: string; readonly what: string },
  signal?: AbortSignal,
): Promise<unknown[]> {
  const pages: unknown[] = [];
  const seen = new Set<string>();
  const broken = (why: string) =>
    new ReleaseError('registry-error', `${session.registry} sent a list that cannot be read: ${why}`);
  for (let path: string | undefined = first; path !== undefined; ) {
    if (seen.has(path) || seen.size >= maxPages) throw broken('its pages go in circles');
    seen.add(path);
    const response = await session.request({
      method: 'GET',
      path,
      scope: asked.repository === undefined ? [] : [{ repository: asked.repository, actions: 'pull' }],
      expect: [200],
      what: asked.what,
      ...(signal ? { signal } : {}),
    });
    pages.push(parseForeignJson(await readBody(response, maxPageBytes), maxPageBytes, broken));
    path = nextLink(response.headers.link, session.access.origin);
  }
  return pages;
}

/** The `rel="next"` of a Link header (RFC 8288), if it stays at this registry. */
function nextLink(header: string | undefined, origin: string): string | undefined {
  const target = header === undefined ? undefined : /<([^>]*)>\s*;\s*rel="?next"?/i.exec(header)?.[1];
  if (target === undefined || !URL.canParse(target, origin)) return undefined;
  const url = new URL(target, origin);
  return url.origin === new URL(origin).origin ? `${url.pathname}${url.search}` : undefined;
}
