import { ReleaseError } from '#problem';
import { isDigest } from '#reference';
import { AnswerError } from '../answer-error.ts';
import { digestLike, digestOf } from '../content/sha256.ts';
import type { RegistrySession } from '../session.ts';
import { readBody } from '../transport/http.ts';
import { maxManifestBytes } from './manifest.ts';
import { acceptManifests } from './media-types.ts';

/** A manifest as a registry holds it: its exact bytes, and the digest computed from them. */
export interface StoredManifest {
  readonly digest: string;
  readonly contentType: string | undefined;
  readonly bytes: Uint8Array;
}

/**
 * Asks what a tag or digest stands for, without its content (OCI distribution, "Checking if content exists").
 * @returns the digest, or undefined when there is nothing
 * @throws ReleaseError for any other answer
 */
export function headManifest(
  session: RegistrySession,
  repository: string,
  tagOrDigest: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  return session.retrying(() => headManifestOnce(session, repository, tagOrDigest, signal), signal);
}

/** As {@link headManifest}, without another try: within a task that is tried again itself. */
export async function headManifestOnce(
  session: RegistrySession,
  repository: string,
  tagOrDigest: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const path = session.path(repository);
  const response = await session.once({
    method: 'HEAD',
    path: `/v2/${path}/manifests/${tagOrDigest}`,
    scope: [{ repository: path, actions: 'pull' }],
    headers: { accept: acceptManifests },
    expect: [200, 404],
    what: `HEAD ${repository}${isDigest(tagOrDigest) ? '@' : ':'}${tagOrDigest}`,
    ...(signal ? { signal } : {}),
  });
  response.discard();
  if (response.status === 404) return undefined;
  const digest = response.headers['docker-content-digest'];
  if (digest !== undefined && isDigest(digest)) return digest;
  // The header is optional in the specification: the digest is then that of the content.
  return (await getManifestOnce(session, repository, tagOrDigest, signal)).digest;
}

/**
 * Fetches a manifest by tag or digest and checks its digest.
 * @throws ReleaseError `content-missing` (nothing there), `repository-missing`, `digest-mismatch`, and what a request throws
 */
export function getManifest(
  session: RegistrySession,
  repository: string,
  tagOrDigest: string,
  signal?: AbortSignal,
): Promise<StoredManifest> {
  return session.retrying(() => getManifestOnce(session, repository, tagOrDigest, signal), signal);
}

/** As {@link getManifest}, without another try: within a task that is tried again itself. */
export async function getManifestOnce(
  session: RegistrySession,
  repository: string,
  tagOrDigest: string,
  signal?: AbortSignal,
): Promise<StoredManifest> {
  const path = session.path(repository);
  const name = `${repository}${isDigest(tagOrDigest) ? '@' : ':'}${tagOrDigest}`;
  const response = await session.once({
    method: 'GET',
    path: `/v2/${path}/manifests/${tagOrDigest}`,
    scope: [{ repository: path, actions: 'pull' }],
    headers: { accept: acceptManifests },
    expect: [200],
    what: `GET ${name}`,
    ...(signal ? { signal } : {}),
  });
  const bytes = await readBody(response, maxManifestBytes).catch((error) => {
    if (!(error instanceof RangeError)) throw error;
    throw new ReleaseError(
      'manifest-malformed',
      `The manifest ${name} at ${session.registry} is larger than ${maxManifestBytes} bytes`,
    );
  });
  // By tag, what the registry says that it sends takes the place of what was asked for.
  const named = isDigest(tagOrDigest) ? tagOrDigest : response.headers['docker-content-digest'];
  const digest = isDigest(tagOrDigest) ? digestLike(tagOrDigest, bytes) : digestOf(bytes);
  if (named !== undefined && isDigest(named) && digestLike(named, bytes) !== named) {
    throw new ReleaseError('digest-mismatch', `${session.registry} sent ${digest} for ${name}`, {
      hint: 'The registry or something on the way changed the content. Nothing of it was used.',
    });
  }
  return { digest, contentType: response.headers['content-type'], bytes };
}

/**
 * Whether the target's repository exists. A HEAD's 404 has no words, so this asks for a manifest's content and reads the refusal.
 * @param tag a tag that the HEAD did not find
 */
export async function repositoryExists(
  session: RegistrySession,
  repository: string,
  tag: string,
  signal?: AbortSignal,
): Promise<boolean> {
  try {
    await getManifest(session, repository, tag, signal);
    return true;
  } catch (error) {
    if (error instanceof AnswerError && error.status === 404) return error.code !== 'repository-missing';
    throw error;
  }
}

/**
 * Writes a manifest by digest or by tag, with a single request that is never aborted once sent: its outcome has to be learned. Whoever
 * writes a tag decides himself about another try, because the tag may have been taken meanwhile.
 * @returns `subject`: of a manifest that refers to another, that the registry lists it there (OCI distribution, "Pushing Manifests with
 *   Subject")
 * @throws ReleaseError `tag-taken` and what a request throws
 */
export async function putManifest(
  session: RegistrySession,
  repository: string,
  tagOrDigest: string,
  manifest: { readonly mediaType: string; readonly bytes: Uint8Array },
): Promise<{ readonly subject: string | undefined }> {
  const path = session.path(repository);
  const response = await session.once({
    method: 'PUT',
    path: `/v2/${path}/manifests/${tagOrDigest}`,
    scope: [{ repository: path, actions: 'pull,push' }],
    headers: { 'content-type': manifest.mediaType },
    body: manifest.bytes,
    expect: [200, 201, 202],
    what: `PUT ${repository}${isDigest(tagOrDigest) ? '@' : ':'}${tagOrDigest}`,
  });
  response.discard();
  return { subject: response.headers['oci-subject'] };
}
