import { ReleaseError } from '#problem';
import { digestOf } from '../content/sha256.ts';
import { type ImageNode, imageManifests, manifestBlobs } from '../manifests/image.ts';
import { maxConfigBytes } from '../manifests/image-config.ts';
import { type ImageManifest, parseManifest } from '../manifests/manifest.ts';
import { isForeignLayer, isImageConfig, mediaTypes } from '../manifests/media-types.ts';
import { rewriteIndex } from '../manifests/rewrite-index.ts';
import { derivedConfig } from './derived-config.ts';
import { derivedManifest } from './derived-manifest.ts';
import { type BaseImage, baseKeys, type ImageChange } from './image-change.ts';

const otherBase =
  'Keep its Linux platforms only (target.platforms: [linux/amd64, linux/arm64]), or take the image out of derive in marketplace.yaml.';

export interface DerivedNode {
  readonly node: ImageNode;
  /** Configs and layers that no registry has yet, by digest. */
  readonly made: ReadonlyMap<string, Uint8Array>;
  /** Attestation entries that went, because the images that they are about did. */
  readonly strippedAttestations: number;
}

/** What of a base has to be read to derive from it: the config of each platform. */
export interface BaseConfig {
  readonly digest: string;
  readonly size: number;
}

/**
 * The configs that deriving from an image edits.
 * @throws ReleaseError `derive-impossible` where there is one that can't be edited
 */
export function configsToDerive(node: ImageNode): BaseConfig[] {
  const configs = imageManifests(node).map((image) => editable(image).config);
  return [...new Map(configs.map((config) => [config.digest, config])).values()];
}

/**
 * Derives an image: the same change on each of its platforms. Depends on nothing but its arguments, so that everybody who does it gets the
 * same digest. Platforms are recorded as made of the platform's manifest, whose layers they share, an index as made of the whole base (OCI
 * image specification, annotations.md).
 * @param node the base, with everything left out that is left out
 * @param configs the bytes of {@link configsToDerive}, by digest
 * @param base the base before anything was left out of it
 * @throws ReleaseError `derive-impossible`
 */
export function deriveImage(
  node: ImageNode,
  configs: ReadonlyMap<string, Uint8Array>,
  change: ImageChange,
  base: BaseImage,
): DerivedNode {
  const made = new Map<string, Uint8Array>();
  let strippedAttestations = 0;
  const visit = (at: ImageNode): ImageNode | undefined => {
    if (at.isAttestation) {
      strippedAttestations++;
      return undefined;
    }
    if (at.kind === 'manifest') return derivedPlatform(at, configs, change, base.name, made);
    const isRoot = at === node;
    const noted =
      isRoot && at.mediaType === mediaTypes.ociIndex
        ? { [baseKeys.digest]: base.digest, [baseKeys.name]: base.name }
        : {};
    return rewriteIndex(at, at.children.map(visit), noted);
  };
  const derived = visit(node);
  if (!derived) throw impossible(node, 'it is an attestation');
  return { node: derived, made, strippedAttestations };
}

function derivedPlatform(
  image: ImageNode,
  configs: ReadonlyMap<string, Uint8Array>,
  change: ImageChange,
  name: string | undefined,
  made: Map<string, Uint8Array>,
): ImageNode {
  const fail = (why: string, hint?: string) => impossible(image, why, hint);
  const manifest = editable(image);
  const held = configs.get(manifest.config.digest);
  if (!held) throw fail('its config was not read');
  const base: BaseImage = { digest: image.digest, ...(name === undefined ? {} : { name }) };
  const layer = change.layerOn?.(image.digest);
  const config = derivedConfig(held, { change, layer, base, layers: manifest.layers.length }, maxConfigBytes, fail);
  const digest = digestOf(config);
  made.set(digest, config);
  if (layer) made.set(layer.digest, layer.bytes);
  const { mediaType } = image;
  const bytes = derivedManifest(image.bytes, { mediaType, config: { digest, size: config.length }, layer, base }, fail);
  const parsed = parseManifest(bytes, mediaType);
  if (parsed.kind !== 'manifest') throw fail('it is no image');
  return { ...image, digest: digestOf(bytes), bytes, blobs: manifestBlobs(parsed) };
}

function editable(image: ImageNode): ImageManifest {
  const manifest = parseManifest(image.bytes, image.mediaType);
  if (manifest.kind !== 'manifest' || !isImageConfig(manifest.config.mediaType))
    throw impossible(image, 'it is no image but another artifact, a chart for example');
  if (manifest.layers.some(({ mediaType }) => isForeignLayer(mediaType)))
    throw impossible(image, 'it has layers that are in no registry, as images for Windows have');
  return manifest;
}

function impossible({ digest }: ImageNode, why: string, hint: string = otherBase): ReleaseError {
  return new ReleaseError('derive-impossible', `No image can be derived from ${digest}: ${why}`, { hint });
}
