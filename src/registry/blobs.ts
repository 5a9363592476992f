import { ReleaseError } from '#problem';
import { type HttpBody, type HttpResponse, NetworkError, readBody } from './http.ts';
import type { RegistrySession } from './session.ts';
import { digestOf } from './sha256.ts';

/** Whether a repository holds a blob (OCI distribution, "Checking if content exists"). */
export async function hasBlob(
  session: RegistrySession,
  repository: string,
  digest: string,
  signal?: AbortSignal,
): Promise<boolean> {
  const path = session.path(repository);
  const response = await session.request({
    method: 'HEAD',
    path: `/v2/${path}/blobs/${digest}`,
    scope: [{ repository: path, actions: 'pull' }],
    expect: [200, 404],
    what: `HEAD blob ${digest} of ${repository}`,
    ...(signal ? { signal } : {}),
  });
  response.discard();
  return response.status === 200;
}

/** Opens a blob for reading, once: the caller owns the retry, since bytes already passed on can't be taken back. */
export async function openBlob(
  session: RegistrySession,
  repository: string,
  digest: string,
  signal?: AbortSignal,
): Promise<HttpResponse> {
  const path = session.path(repository);
  return session.once({
    method: 'GET',
    path: `/v2/${path}/blobs/${digest}`,
    scope: [{ repository: path, actions: 'pull' }],
    expect: [200],
    what: `GET blob ${digest} of ${repository}`,
    ...(signal ? { signal } : {}),
  });
}

/**
 * Reads a small blob (an image's config) whole, verified.
 * @throws ReleaseError `digest-mismatch`, `content-missing`, `manifest-malformed` when it is larger than `limit` bytes
 */
export async function readBlob(
  session: RegistrySession,
  repository: string,
  blob: { readonly digest: string; readonly size: number },
  limit: number,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  if (blob.size > limit) {
    throw new ReleaseError(
      'manifest-malformed',
      `The config ${blob.digest} of ${repository} has ${blob.size} of at most ${limit} bytes`,
    );
  }
  return session.retrying(async () => {
    const response = await openBlob(session, repository, blob.digest, signal);
    const bytes = await readBody(response, limit).catch((error) => {
      if (error instanceof RangeError) throw new NetworkError('cut-short', error.message);
      throw error;
    });
    if (blob.digest.startsWith('sha256:') && digestOf(bytes) !== blob.digest) {
      throw new ReleaseError(
        'digest-mismatch',
        `${session.registry} sent other bytes for ${blob.digest} of ${repository}`,
      );
    }
    return bytes;
  }, signal);
}

/** Where an upload goes on: the Location of its session. */
export interface UploadSession {
  readonly location: string;
}

/**
 * Starts an upload; with `from`, asks for a mount of the same blob from another repository of this registry instead.
 * @returns `mounted`, or the session to upload to: a registry that can't mount answers 202 (OCI distribution, "Mounting a blob")
 */
export async function startUpload(
  session: RegistrySession,
  repository: string,
  mount?: { readonly digest: string; readonly from: string },
  signal?: AbortSignal,
): Promise<'mounted' | UploadSession> {
  const path = session.path(repository);
  const query = mount
    ? `?mount=${encodeURIComponent(mount.digest)}&from=${encodeURIComponent(session.path(mount.from))}`
    : '';
  const response = await session.request({
    method: 'POST',
    path: `/v2/${path}/blobs/uploads/${query}`,
    scope: [
      { repository: path, actions: 'pull,push' },
      ...(mount ? [{ repository: session.path(mount.from), actions: 'pull' as const }] : []),
    ],
    // "Google AR answers 411 even to a POST without length": the adapter sends content-length 0 for an empty body.
    body: new Uint8Array(0),
    expect: mount ? [201, 202] : [202],
    what: mount ? `mount ${mount.digest} from ${mount.from} into ${repository}` : `start an upload to ${repository}`,
    ...(signal ? { signal } : {}),
  });
  response.discard();
  if (response.status === 201) return 'mounted';
  const location = response.headers.location;
  if (location === undefined)
    throw new ReleaseError(
      'registry-error',
      `${session.registry} started an upload to ${repository} without a Location`,
    );
  return { location: sameScheme(location, session.access.origin) };
}

/** Sends a whole blob in one PUT, once (ECR answers a chunked PATCH in its own way: aws/containers-roadmap#2831). */
export async function putBlob(
  session: RegistrySession,
  repository: string,
  upload: UploadSession,
  digest: string,
  body: HttpBody,
  signal?: AbortSignal,
): Promise<void> {
  const path = session.path(repository);
  const url = new URL(upload.location, session.access.origin);
  url.searchParams.set('digest', digest);
  const response = await session.once({
    method: 'PUT',
    path: url.href,
    scope: [{ repository: path, actions: 'pull,push' }],
    headers: { 'content-type': 'application/octet-stream' },
    body,
    expect: [201, 204],
    what: `PUT blob ${digest} of ${repository}`,
    ...(signal ? { signal } : {}),
  });
  response.discard();
}

/** A registry behind a TLS proxy may name its own host with plain http: the scheme we came by is the right one. */
function sameScheme(location: string, origin: string): string {
  const base = new URL(origin);
  const url = new URL(location, base);
  if (url.hostname === base.hostname && base.protocol === 'https:' && url.protocol === 'http:') url.protocol = 'https:';
  return url.href;
}
