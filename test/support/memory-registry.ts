import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { type Recorded, scriptedServer } from './scripted-server.ts';

interface ReferringDocument {
  readonly artifactType?: string;
  readonly config?: { readonly mediaType: string };
  readonly subject?: { readonly digest: string };
}

/** Each is read once, however often it is asked about. */
const documents = new WeakMap<Buffer, ReferringDocument>();
function documentOf(bytes: Buffer): ReferringDocument {
  const held = documents.get(bytes) ?? (JSON.parse(bytes.toString('utf8')) as ReferringDocument);
  documents.set(bytes, held);
  return held;
}

interface StoredManifest {
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** Sees a request first; true when it has answered. */
type Intercept = (request: Recorded, response: ServerResponse) => boolean | Promise<boolean>;

interface Repository {
  readonly blobs: Map<string, Buffer>;
  readonly manifests: Map<string, StoredManifest>;
  readonly tags: Map<string, string>;
}

function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/**
 * A registry as the OCI distribution specification has it, in memory: mutable tags, no login, mounts unless told otherwise. Faults
 * are scripted: `intercept` sees every request first and may answer (or break) it itself.
 */
export async function memoryRegistry(options: { readonly mounts?: boolean } = {}) {
  const repositories = new Map<string, Repository>();
  const counts = { blobPuts: 0, mounts: 0, manifestPuts: 0 };
  const state: { intercept: Intercept | undefined; hasReferrersApi: boolean; referrersPage: number } = {
    intercept: undefined,
    hasReferrersApi: true,
    referrersPage: 100,
  };
  const repository = (name: string): Repository => {
    const held = repositories.get(name) ?? { blobs: new Map(), manifests: new Map(), tags: new Map() };
    repositories.set(name, held);
    return held;
  };
  const server = await scriptedServer(async (request, response) => {
    if (await state.intercept?.(request, response)) return;
    answer(request, response);
  });

  function fail(response: ServerResponse, status: number, code: string) {
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(JSON.stringify({ errors: [{ code, message: code.toLowerCase() }] }));
  }

  function answer(request: Recorded, response: ServerResponse) {
    const url = new URL(request.url, 'http://x');
    const asked = /^\/v2\/(.+)\/referrers\/([^/]*)$/.exec(url.pathname);
    if (asked?.[1] && asked[2]) return referrers(response, repository(asked[1]), asked[2], url);
    const match = /^\/v2\/(.+)\/(manifests|blobs|blobs\/uploads)\/([^/]*)$/.exec(url.pathname);
    if (!match?.[1] || match[2] === undefined || match[3] === undefined) return void response.writeHead(200).end('{}');
    const here = repository(match[1]);
    if (match[2] === 'manifests') return manifests(request, response, here, decodeURIComponent(match[3]));
    if (match[2] === 'blobs') return blob(request, response, here.blobs.get(match[3]));
    if (request.method === 'POST') {
      const digest = url.searchParams.get('mount');
      const from = url.searchParams.get('from');
      const held = digest && from && options.mounts !== false ? repositories.get(from)?.blobs.get(digest) : undefined;
      if (digest && held) {
        counts.mounts++;
        here.blobs.set(digest, held);
        return void response.writeHead(201, { 'docker-content-digest': digest }).end();
      }
      return void response.writeHead(202, { location: `/v2/${match[1]}/blobs/uploads/session?state=1` }).end();
    }
    const digest = url.searchParams.get('digest') ?? '';
    if (sha256(request.body) !== digest) return fail(response, 400, 'DIGEST_INVALID');
    counts.blobPuts++;
    here.blobs.set(digest, request.body);
    response.writeHead(201).end();
  }

  /** OCI distribution, "Listing Referrers", in pages. */
  function referrers(response: ServerResponse, here: Repository, subject: string, url: URL) {
    if (!state.hasReferrersApi) return fail(response, 404, 'NOT_FOUND');
    const all = [...here.manifests].flatMap(([digest, { mediaType, bytes }]) => {
      const document = documentOf(bytes);
      const { artifactType = document.config?.mediaType } = document;
      return document.subject?.digest === subject ? [{ mediaType, digest, size: bytes.length, artifactType }] : [];
    });
    const from = Number(url.searchParams.get('from') ?? 0);
    const next = from + state.referrersPage;
    const link = next < all.length ? { link: `<${url.pathname}?from=${next}>; rel="next"` } : {};
    response
      .writeHead(200, { 'content-type': 'application/vnd.oci.image.index.v1+json', ...link })
      .end(JSON.stringify({ schemaVersion: 2, manifests: all.slice(from, next) }));
  }

  function blob(request: Recorded, response: ServerResponse, held: Buffer | undefined) {
    if (!held) return fail(response, 404, 'BLOB_UNKNOWN');
    response.writeHead(200, { 'content-length': held.length }).end(request.method === 'HEAD' ? undefined : held);
  }

  function manifests(request: Recorded, response: ServerResponse, here: Repository, name: string) {
    if (request.method === 'PUT') {
      const missing = references(request.body).find((digest) => !here.blobs.has(digest) && !here.manifests.has(digest));
      if (missing) return fail(response, 400, 'MANIFEST_BLOB_UNKNOWN');
      counts.manifestPuts++;
      const digest = sha256(request.body);
      here.manifests.set(digest, { mediaType: request.headers['content-type'] ?? '', bytes: request.body });
      if (!name.startsWith('sha256:')) here.tags.set(name, digest);
      const { subject } = documentOf(request.body);
      const listed = subject && state.hasReferrersApi ? { 'oci-subject': subject.digest } : {};
      return void response.writeHead(201, { 'docker-content-digest': digest, ...listed }).end();
    }
    const digest = here.tags.get(name) ?? name;
    const held = here.manifests.get(digest);
    if (!held) return fail(response, 404, 'MANIFEST_UNKNOWN');
    response
      .writeHead(200, {
        'content-type': held.mediaType,
        'content-length': held.bytes.length,
        'docker-content-digest': digest,
      })
      .end(request.method === 'HEAD' ? undefined : held.bytes);
  }

  return {
    ...server,
    /** Answers as if nothing had intercepted. */
    answer,
    counts,
    repositories,
    repository,
    /** Whether it lists what refers to a manifest; else whoever writes it keeps a list under a tag. */
    get hasReferrersApi(): boolean {
      return state.hasReferrersApi;
    },
    set hasReferrersApi(hasIt: boolean) {
      state.hasReferrersApi = hasIt;
    },
    /** How many referrers a page of the list has. */
    get referrersPage(): number {
      return state.referrersPage;
    },
    set referrersPage(size: number) {
      state.referrersPage = size;
    },
    get intercept(): Intercept | undefined {
      return state.intercept;
    },
    set intercept(intercept: Intercept | undefined) {
      state.intercept = intercept;
    },
  };
}

/** The digests that a manifest needs to be there, foreign layers left out. */
export function references(bytes: Uint8Array): string[] {
  const document: {
    manifests?: { digest: string }[];
    config?: { digest: string };
    layers?: { digest: string; mediaType: string }[];
  } = JSON.parse(Buffer.from(bytes).toString('utf8'));
  const layers = (document.layers ?? []).filter(({ mediaType }) => !mediaType.includes('foreign'));
  return [...(document.manifests ?? []), ...(document.config ? [document.config] : []), ...layers].map(
    ({ digest }) => digest,
  );
}

export type MemoryRegistry = Awaited<ReturnType<typeof memoryRegistry>>;
