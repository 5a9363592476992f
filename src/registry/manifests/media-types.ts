/** Media types of manifests, from the OCI image specification (media-types.md) and Docker's image manifest v2 schema 2. */
export const mediaTypes = {
  ociIndex: 'application/vnd.oci.image.index.v1+json',
  ociManifest: 'application/vnd.oci.image.manifest.v1+json',
  dockerList: 'application/vnd.docker.distribution.manifest.list.v2+json',
  dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
} as const;

/**
 * The Accept header of every manifest request. Registries answer 404 for a type that is not listed, and a taken tag must never look
 * free: so anything else is taken too, and is told as what it is.
 */
export const acceptManifests = [...Object.values(mediaTypes), '*/*;q=0.1'].join(', ');

const indexTypes: ReadonlySet<string> = new Set([mediaTypes.ociIndex, mediaTypes.dockerList]);
const manifestTypes: ReadonlySet<string> = new Set([mediaTypes.ociManifest, mediaTypes.dockerManifest]);

const imageConfigTypes: ReadonlySet<string> = new Set([
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
]);

export function isIndexType(mediaType: string): boolean {
  return indexTypes.has(mediaType);
}

export function isManifestType(mediaType: string): boolean {
  return manifestTypes.has(mediaType);
}

/** Whether a config is that of an image; any other makes its manifest an artifact (a Helm chart). */
export function isImageConfig(mediaType: string): boolean {
  return imageConfigTypes.has(mediaType);
}

/**
 * Layers that are referred to but never in a registry (Windows base layers): their bytes come from the URLs beside them, and
 * registries accept a manifest without them.
 */
export function isForeignLayer(mediaType: string): boolean {
  return (
    mediaType.startsWith('application/vnd.docker.image.rootfs.foreign.') ||
    mediaType.startsWith('application/vnd.oci.image.layer.nondistributable.')
  );
}
