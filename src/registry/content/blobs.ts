import { ReleaseError } from '#problem';
import { AnswerError } from '../answer-error.ts';
import { checkedHop } from '../login/checked-hop.ts';
import type { RegistryRequest, RegistrySession } from '../session.ts';
import { type HttpBody, type HttpResponse, NetworkError, readBody } from '../transport/http.ts';
import { digestLike } from './sha256.ts';

/** Whether a repository holds a blob (OCI distribution, "Checking if content exists"). */
export function hasBlob(
  session: RegistrySession,
  repository: string,
  digest: string,
  signal?: AbortSignal,
): Promise<boolean> {
  return session.retrying(() => hasBlobOnce(session, repository, digest, signal), signal);
}

/** As {@link hasBlob}, with a single request: within a task that is tried again itself. */
export async function hasBlobOnce(
  session: RegistrySession,
  repository: string,
  digest: string,
  signal?: AbortSignal,
): Promise<boolean> {
  const path = session.path(repository);
  const response = await session.once({
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

/**
 * Opens a blob for reading, once: the caller owns the retry, since bytes already passed on can't be taken back, and bounds how many
 * are read at a time.
 */
export async function openBlob(
  session: RegistrySession,
  repository: string,
  digest: string,
  signal?: AbortSignal,
): Promise<HttpResponse> {
  return session.once({ ...getBlob(session, repository, digest, signal), isBulk: true });
}

function getBlob(
  session: RegistrySession,
  repository: string,
  digest: string,
  signal: AbortSignal | undefined,
): RegistryRequest {
  const path = session.path(repository);
  return {
    method: 'GET',
    path: `/v2/${path}/blobs/${digest}`,
    scope: [{ repository: path, actions: 'pull' }],
    expect: [200],
    what: `GET blob ${digest} of ${repository}`,
    ...(signal ? { signal } : {}),
  };
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
    const response = await session.once(getBlob(session, repository, blob.digest, signal));
    const bytes = await readBody(response, limit).catch((error) => {
      if (error instanceof RangeError) throw new NetworkError('cut-short', error.message);
      throw error;
    });
    if (digestLike(blob.digest, bytes) !== blob.digest) {
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

/** Waits until a blob may be sent: {@link startUpload} and {@link putBlob} then go without another wait. */
export async function uploadTurn(session: RegistrySession, repository: string, signal?: AbortSignal): Promise<void> {
  const start = uploadRequest(session, repository, [202], `start an upload to ${repository}`, signal);
  await session.turn(start);
  // Where it ends is not known yet; what counts is that it is an upload.
  await session.turn({ ...start, method: 'PUT' });
}

/** Starts an upload (OCI distribution, "Pushing blobs"), in its turn. */
export async function startUpload(
  session: RegistrySession,
  repository: string,
  signal?: AbortSignal,
): Promise<UploadSession> {
  const request = uploadRequest(session, repository, [202], `start an upload to ${repository}`, signal);
  const response = await session.once({ ...request, hasTurn: true });
  response.discard();
  const { location } = response.headers;
  if (location === undefined) {
    throw new ReleaseError(
      'registry-error',
      `${session.registry} started an upload to ${repository} without a Location`,
    );
  }
  return { location: checkedHop(location, session.access.origin, session.access.origin, session.registry).href };
}

/**
 * Asks for a blob of another repository of the same registry (OCI distribution, "Mounting a blob from another repository").
 * @returns false when the registry does not mount it, in whatever words: the blob is then to be uploaded. A session that the refusal
 *   opens (202) is left to end by itself, because it may have ended by the time that a transfer is free.
 */
export async function mountBlob(
  session: RegistrySession,
  repository: string,
  mount: { readonly digest: string; readonly from: string },
  signal?: AbortSignal,
): Promise<boolean> {
  const what = `mount ${mount.digest} from ${mount.from} into ${repository}`;
  const request = uploadRequest(session, repository, [201, 202], what, signal);
  const from = session.path(mount.from);
  const query = `?mount=${encodeURIComponent(mount.digest)}&from=${encodeURIComponent(from)}`;
  try {
    const scope = [...request.scope, { repository: from, actions: 'pull' as const }];
    const response = await session.request({ ...request, path: `${request.path}${query}`, scope });
    response.discard();
    return response.status === 201;
  } catch (error) {
    if (error instanceof AnswerError) return false;
    throw error;
  }
}

function uploadRequest(
  session: RegistrySession,
  repository: string,
  expect: readonly number[],
  what: string,
  signal: AbortSignal | undefined,
): RegistryRequest {
  const path = session.path(repository);
  return {
    method: 'POST',
    path: `/v2/${path}/blobs/uploads/`,
    scope: [{ repository: path, actions: 'pull,push' }],
    // Some registries answer 411 to a POST without a length: the adapter sends content-length 0 for an empty body.
    body: new Uint8Array(0),
    expect,
    what,
    ...(signal ? { signal } : {}),
  };
}

/** Sends a whole blob in one PUT, once and in its turn (ECR answers a chunked PATCH in its own way: aws/containers-roadmap#2831). */
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
    isBulk: true,
    hasTurn: true,
    expect: [201, 204],
    what: `PUT blob ${digest} of ${repository}`,
    ...(signal ? { signal } : {}),
  });
  response.discard();
}
