import { createHash } from 'node:crypto';
import { call } from './http-call.ts';

/** The digest of bytes as a registry writes it. */
export function digestOf(bytes: Uint8Array | string): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** Pushes a blob as POST and one PUT; returns its descriptor. */
export async function pushBlob(
  repository: string,
  headers: Record<string, string>,
  content: string,
  mediaType: string,
) {
  const begun = await call('POST', `${repository}/blobs/uploads/`, { headers, body: '' });
  const digest = digestOf(content);
  const put = await call('PUT', `${begun.headers.location}?digest=${digest}`, { headers, body: content });
  if (put.status !== 201) throw new Error(`PUT of a blob: ${put.status} ${put.text}`);
  return { mediaType, digest, size: Buffer.byteLength(content) };
}

/** The text of an image manifest whose config and layer are pushed already; `repository` is `<origin>/v2/<name>`. */
export async function pushContents(repository: string, headers: Record<string, string>, seed: string): Promise<string> {
  const config = await pushBlob(
    repository,
    headers,
    `{"config":"${seed}"}`,
    'application/vnd.oci.image.config.v1+json',
  );
  const layer = await pushBlob(repository, headers, `layer ${seed}`, 'application/vnd.oci.image.layer.v1.tar+gzip');
  return JSON.stringify({ schemaVersion: 2, mediaType: manifestType, config, layers: [layer] });
}

export const manifestType = 'application/vnd.oci.image.manifest.v1+json';
export const indexType = 'application/vnd.oci.image.index.v1+json';

/** PUT of a manifest under a tag or digest. */
export function putManifest(
  repository: string,
  headers: Record<string, string>,
  reference: string,
  manifest: string,
  type = manifestType,
) {
  return call('PUT', `${repository}/manifests/${reference}`, {
    headers: { ...headers, 'content-type': type },
    body: manifest,
  });
}
