import { isRecord } from '../store/narrow.ts';
import type { ManifestRecord } from '../store/sandbox-state.ts';
import { imageManifestTypes, indexTypes } from './media-types.ts';

/** OCI image specification, "Digests": the only algorithm ECR takes. */
export const digestPattern = /^sha256:[0-9a-f]{64}$/;

/**
 * Reads a pushed manifest (OCI image specification, "Image Manifest" and "Image Index"; Docker's schema 2 has the same form).
 * Returns what the registry has to know of it, or a text that says what is wrong. `contentType` is the request's.
 */
export function readManifest(bytes: Uint8Array, contentType: string, pushedAt: number): ManifestRecord | string {
  let document: unknown;
  try {
    document = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return 'Invalid JSON syntax';
  }
  if (!isRecord(document)) return 'Invalid JSON syntax';
  const mediaType = typeof document.mediaType === 'string' ? document.mediaType : contentType;
  if (contentType !== '' && contentType !== mediaType) {
    return `the media type in the manifest, ${mediaType}, is not the Content-Type, ${contentType}`;
  }
  const common = { mediaType, size: bytes.byteLength, pushedAt };
  if (indexTypes.has(mediaType)) {
    const children = digests(document.manifests);
    return children ? { ...common, blobs: [], children } : 'manifests is not a list of descriptors';
  }
  if (!imageManifestTypes.has(mediaType)) return `unsupported manifest media type ${mediaType || '(none)'}`;
  const { config } = document;
  const layers = digests(document.layers);
  const own = digests([config]);
  if (!own || !layers) return 'config and layers are not descriptors';
  const configType = isRecord(config) && typeof config.mediaType === 'string' ? config.mediaType : undefined;
  return {
    ...common,
    ...(configType === undefined ? {} : { configType }),
    blobs: [...new Set([...own, ...layers])],
    children: [],
  };
}

/** The digests of a list of descriptors; those whose content lies elsewhere by design (`urls`: foreign layers) are left out. */
function digests(list: unknown): string[] | undefined {
  if (!Array.isArray(list)) return undefined;
  const found: string[] = [];
  for (const descriptor of list) {
    if (!isRecord(descriptor) || typeof descriptor.digest !== 'string') return undefined;
    if (!digestPattern.test(descriptor.digest)) return undefined;
    if (!Array.isArray(descriptor.urls) || descriptor.urls.length === 0) found.push(descriptor.digest);
  }
  return found;
}
