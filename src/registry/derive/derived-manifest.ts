import type { ReleaseError } from '#problem';
import { maxManifestBytes } from '../manifests/manifest.ts';
import { mediaTypes } from '../manifests/media-types.ts';
import { type BaseImage, baseKeys } from './image-change.ts';
import { type JsonMap, jsonTree, parseJsonTree, valueAt, withValue, writeJsonTree } from './json-tree.ts';
import type { PackedLayer } from './pack-layer.ts';

interface Wanted {
  readonly mediaType: string;
  readonly config: { readonly digest: string; readonly size: number };
  readonly layer: PackedLayer | undefined;
  readonly base: BaseImage;
}

/**
 * The manifest of a derived image: of the same type as the base's, and with what else stands in it. The base is recorded in annotations where
 * the type has them (OCI); Docker's has none, there the config's labels tell. The form is frozen. Golden tests hold it.
 * @param fail makes the error to throw from the reason
 */
export function derivedManifest(
  bytes: Uint8Array,
  { mediaType, config, layer, base }: Wanted,
  fail: (why: string) => ReleaseError,
): Uint8Array {
  const tree = parseJsonTree(bytes, maxManifestBytes, fail);
  const held = tree.kind === 'map' ? valueAt(tree, 'config', fail) : undefined;
  const layers = tree.kind === 'map' ? valueAt(tree, 'layers', fail) : undefined;
  if (tree.kind !== 'map' || held?.kind !== 'map' || layers?.kind !== 'list')
    throw fail('its manifest is of an unknown shape');
  // Content that is embedded beside the old digest is not that of the new one.
  const described = withValue(
    withValue(withValue(held, 'digest', jsonTree(config.digest)), 'size', jsonTree(config.size)),
    'data',
    undefined,
  );
  const isDocker = mediaType === mediaTypes.dockerManifest;
  const added =
    layer &&
    jsonTree({
      mediaType: isDocker
        ? 'application/vnd.docker.image.rootfs.diff.tar.gzip'
        : 'application/vnd.oci.image.layer.v1.tar+gzip',
      digest: layer.digest,
      size: layer.bytes.length,
    });
  const changed = withValue(
    withValue(tree, 'config', described),
    'layers',
    added ? { kind: 'list', items: [...layers.items, added] } : layers,
  );
  return new TextEncoder().encode(writeJsonTree(isDocker ? changed : annotated(changed, base, fail)));
}

function annotated(manifest: JsonMap, base: BaseImage, fail: (why: string) => ReleaseError): JsonMap {
  const value = valueAt(manifest, 'annotations', fail);
  const held: JsonMap = value?.kind === 'map' ? value : { kind: 'map', entries: [] };
  const recorded = withValue(held, baseKeys.digest, jsonTree(base.digest));
  return withValue(
    manifest,
    'annotations',
    withValue(recorded, baseKeys.name, base.name === undefined ? undefined : jsonTree(base.name)),
  );
}
