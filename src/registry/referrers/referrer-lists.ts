import * as z from 'zod/mini';
import { ReleaseError } from '#problem';
import { isDigest } from '#reference';
import { parseForeignJson } from '../manifests/foreign-json.ts';
import { maxManifestBytes } from '../manifests/manifest.ts';
import { getManifestOnce } from '../manifests/manifests.ts';
import { isIndexType, mediaTypes } from '../manifests/media-types.ts';
import type { RegistrySession } from '../session.ts';
import { type HttpResponse, readBody } from '../transport/http.ts';
import { nextLink } from '../transport/next-link.ts';
import { subjectTag } from './subject-tag.ts';

/** Pages of one list, and what they name; what a registry has beyond is cut, and said to be. */
const maxPages = 50;
const maxDigests = 1000;

const entrySchema = z.looseObject({ digest: z.string() });
const indexSchema = z.looseObject({ manifests: z.array(entrySchema) });

/** The digests of what refers to a manifest. */
export interface ReferrerList {
  readonly digests: readonly string[];
  /** There is more than anyone wants to read. */
  readonly isCut: boolean;
}

/**
 * What refers to manifests, as registries list it: by the referrers API of OCI 1.1, and by tag where a registry has none (OCI
 * distribution, "Listing Referrers"). One for a job: it remembers who has no API.
 */
export class ReferrerLists {
  readonly #withoutApi = new Set<string>();

  /** @throws ReleaseError `registry-error` for a list that cannot be read, and what requests throw */
  async of(session: RegistrySession, repository: string, digest: string, signal?: AbortSignal): Promise<ReferrerList> {
    const place = `${session.registry}/${repository}`;
    if (!this.#withoutApi.has(place)) {
      const listed = await listByApi(session, repository, digest, signal);
      if (listed) return listed;
      this.#withoutApi.add(place);
    }
    const read = () => readSubjectIndex(session, repository, digest, signal);
    return listOf(digestsIn((await session.retrying(read, signal))?.manifests ?? []));
  }
}

/**
 * The index that a repository keeps under a subject's tag, asked for once.
 * @returns undefined when there is none
 * @throws ReleaseError `registry-error` when the tag holds something else, and what a request throws
 */
export async function readSubjectIndex(
  session: RegistrySession,
  repository: string,
  digest: string,
  signal?: AbortSignal,
): Promise<z.infer<typeof indexSchema> | undefined> {
  const tag = subjectTag(digest);
  try {
    const { bytes } = await getManifestOnce(session, repository, tag, signal);
    return parseIndex(bytes, session, `${repository}:${tag}`);
  } catch (error) {
    if (ReleaseError.is(error) && (error.code === 'content-missing' || error.code === 'repository-missing'))
      return undefined;
    throw error;
  }
}

/** By the API; undefined where there is none: it answers 404, refuses the method, or sends its front page. */
async function listByApi(
  session: RegistrySession,
  repository: string,
  digest: string,
  signal: AbortSignal | undefined,
): Promise<ReferrerList | undefined> {
  const path = session.path(repository);
  const what = `list referrers of ${repository}@${digest}`;
  const digests = new Set<string>();
  const asked = new Set<string>();
  let next: string | undefined = `/v2/${path}/referrers/${digest}`;
  // A page that names one before it as its next is the last.
  while (next !== undefined && !asked.has(next)) {
    if (asked.size === maxPages || digests.size > maxDigests) return listOf(digests, true);
    asked.add(next);
    const response: HttpResponse = await session.request({
      method: 'GET',
      path: next,
      scope: [{ repository: path, actions: 'pull' }],
      headers: { accept: mediaTypes.ociIndex },
      expect: [200, 404, 405],
      what,
      ...(signal ? { signal } : {}),
    });
    if (response.status !== 200 || !isIndexType((response.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '')) {
      response.discard();
      return undefined;
    }
    const bytes = await readBody(response, maxManifestBytes).catch((error) => {
      throw error instanceof RangeError ? unreadable(session, what, error.message) : error;
    });
    for (const found of digestsIn(parseIndex(bytes, session, what).manifests)) digests.add(found);
    next = nextLink(response.headers.link, session.access.origin);
  }
  return listOf(digests);
}

function listOf(digests: ReadonlySet<string>, isCut = false): ReferrerList {
  return { digests: [...digests].slice(0, maxDigests), isCut: isCut || digests.size > maxDigests };
}

function parseIndex(bytes: Uint8Array, session: RegistrySession, what: string): z.infer<typeof indexSchema> {
  const broken = (why: string) => unreadable(session, what, why);
  const parsed = indexSchema.safeParse(parseForeignJson(bytes, maxManifestBytes, broken));
  if (!parsed.success) throw broken('it has an unknown shape');
  return parsed.data;
}

function unreadable(session: RegistrySession, what: string, why: string): ReleaseError {
  return new ReleaseError('registry-error', `${session.registry} sent a list that cannot be read (${what}): ${why}`);
}

function digestsIn(entries: readonly { readonly digest: string }[]): Set<string> {
  return new Set(entries.map(({ digest }) => digest).filter(isDigest));
}
