import * as z from 'zod/mini';
import { ReleaseError } from '#problem';
import { isTag } from '#reference';
import { parseForeignJson } from './manifests/foreign-json.ts';
import type { RegistrySession } from './session.ts';
import { readBody } from './transport/http.ts';
import { nextLink } from './transport/next-link.ts';

const maxAnswerBytes = 8_388_608;

/** Of both lists; a registry with nothing to tell may send null. */
const listSchema = z.looseObject({
  tags: z.nullish(z.array(z.string())),
  repositories: z.nullish(z.array(z.string())),
});

/** Which page of a list is wanted. */
interface PageRequest {
  /** The path that the page before named as its next; absent: the first page. */
  readonly path?: string | undefined;
  /** How many names to ask for. Some registries send more, or all there are. */
  readonly size: number;
}

/** A page of names, and the path of the next one. */
export interface NamePage {
  readonly names: readonly string[];
  readonly next?: string;
}

/**
 * A page of a repository's tags, in the registry's order (OCI distribution, "Listing tags").
 * @throws ReleaseError `repository-missing` and what a request throws
 */
export async function tagsPage(
  session: RegistrySession,
  repository: string,
  { path, size }: PageRequest,
  signal?: AbortSignal,
): Promise<NamePage> {
  const asked = session.path(repository);
  const answer = await readPage(
    session,
    path ?? `/v2/${asked}/tags/list?n=${size}`,
    { repository: asked, what: `list tags of ${repository}` },
    signal,
  );
  return named((answer.list.tags ?? []).filter(isTag), answer.next);
}

/** A page of a registry's repositories, where it has a catalogue (distribution's `_catalog`; many hosted registries refuse it). */
export async function repositoriesPage(
  session: RegistrySession,
  { path, size }: PageRequest,
  signal?: AbortSignal,
): Promise<NamePage> {
  const answer = await readPage(session, path ?? `/v2/_catalog?n=${size}`, { what: 'list repositories' }, signal);
  return named(answer.list.repositories ?? [], answer.next);
}

async function readPage(
  session: RegistrySession,
  path: string,
  asked: { readonly repository?: string; readonly what: string },
  signal?: AbortSignal,
): Promise<{ readonly list: z.infer<typeof listSchema>; readonly next: string | undefined }> {
  const response = await session.request({
    method: 'GET',
    path,
    scope: asked.repository === undefined ? [] : [{ repository: asked.repository, actions: 'pull' }],
    expect: [200],
    what: asked.what,
    ...(signal ? { signal } : {}),
  });
  const broken = (why: string) =>
    new ReleaseError('registry-error', `${session.registry} sent a list that cannot be read: ${why}`);
  const bytes = await readBody(response, maxAnswerBytes).catch((error) => {
    throw error instanceof RangeError ? broken(`it is larger than ${maxAnswerBytes} bytes`) : error;
  });
  const parsed = listSchema.safeParse(parseForeignJson(bytes, maxAnswerBytes, broken));
  if (!parsed.success) throw broken('it has an unknown shape');
  return { list: parsed.data, next: nextLink(response.headers.link, session.access.origin) };
}

function named(names: readonly string[], next: string | undefined): NamePage {
  return next === undefined ? { names } : { names, next };
}
