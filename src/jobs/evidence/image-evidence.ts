import type { TargetSettings } from '#formats';
import { formatPlatform, type Platform } from '#reference';
import {
  type Clock,
  hasBlob,
  type ImageConfig,
  type ImageManifest,
  type ImageNode,
  imageManifests,
  isForeignLayer,
  isImageConfig,
  LayerOutcomes,
  type ManifestCache,
  parseManifest,
} from '#registry';
import type { ResolvedImage } from '#release';
import {
  type ConfigEvidence,
  type Evidence,
  type LayerFindings,
  LayerInspection,
  type LayerKnowledge,
  type PlatformConfig,
  type PlatformLayers,
} from '#rules';
import type { SeenContent } from '../trust/judge.ts';
import { ImageConfigs } from './image-configs.ts';

/** An image whose evidence is wanted, and where its content is read. */
export interface InspectedImage extends SeenContent {
  readonly image: ResolvedImage;
  readonly target: TargetSettings;
  readonly delivery?: ConfigEvidence['delivery'];
  /** `manifests`: the configs only, which costs one small request each. */
  readonly depth: 'manifests' | 'layers';
}

/** Media types of layers that a runtime unpacks (OCI image specification, media-types.md, and Docker's). */
const fileSystem = /^application\/vnd\.(?:oci\.image\.layer\.v1|docker\.image\.rootfs\.diff)\.tar/;

interface EvidenceGateways {
  readonly clock: Pick<Clock, 'now'>;
  readonly manifests: Pick<ManifestCache, 'configs'>;
}

interface PlatformImage {
  readonly name: string;
  readonly node: ImageNode;
  readonly manifest: ImageManifest;
}

/**
 * Gathers what the rules need of images, in one job: each config and each layer is read once a digest, however many images have it.
 * Layers are streams; what is kept of one are some hundred findings, never its files.
 */
export class ImageEvidence {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #configs: ImageConfigs;
  readonly #layers = new LayerOutcomes<LayerFindings>(
    () => new LayerInspection(),
    ({ bytes }) => bytes,
  );

  /** @param manifests what the process has read already, and keeps */
  constructor({ clock, manifests }: EvidenceGateways) {
    this.#clock = clock;
    this.#configs = new ImageConfigs(manifests);
  }

  /**
   * The evidence of one image; none of an artifact that is no image (a Helm chart). Of one that only its layers call an image it is that
   * they were not looked into.
   * @throws ReleaseError what requests throw (a login that ended, a blob that is missing), `digest-mismatch`, `manifest-malformed`; what is
   *   wrong with a layer itself is evidence
   */
  async of(inspected: InspectedImage, signal?: AbortSignal): Promise<Pick<Evidence, 'config' | 'layers'>> {
    const { image, target, node, delivery, depth } = inspected;
    const all = imageManifests(node).flatMap(platformImage);
    const images = all.filter(({ manifest }) => isImageConfig(manifest.config.mediaType));
    const unknown = depth === 'layers' ? all.filter((one) => !images.includes(one)).flatMap(unknownLayers) : [];
    const today = new Date(this.#clock.now()).toISOString().slice(0, 10);
    if (images.length === 0)
      return unknown.length === 0 ? {} : { layers: { target, image, today, platforms: unknown } };
    const configs = await Promise.all(images.map((one) => this.#config(one, inspected, signal)));
    const config: ConfigEvidence = {
      target,
      image,
      ...(delivery ? { delivery } : {}),
      attestations: countBelow(node, ({ isAttestation }) => isAttestation),
      calledAttestations: countBelow(node, isCalledAttestation),
      platforms: configs,
    };
    if (depth === 'manifests') return { config };
    const platforms = await Promise.all(
      images.map((one, at) => this.#platformLayers(one, configs[at]?.platform ?? one.name, inspected, signal)),
    );
    return { config, layers: { target, image, today, platforms: [...platforms, ...unknown] } };
  }

  async #config(
    { name, node, manifest }: PlatformImage,
    content: SeenContent,
    signal: AbortSignal | undefined,
  ): Promise<PlatformConfig> {
    const config = await this.#configs.of(manifest.config, content, signal);
    const { os = node.platform?.os ?? '', architecture = node.platform?.architecture ?? '' } = config;
    const { user, environment, entrypoint, command, labels, history } = config;
    const platform = name === '' ? nameOf(config) : name;
    return { platform, digest: node.digest, os, architecture, user, environment, entrypoint, command, labels, history };
  }

  async #platformLayers(
    { node, manifest }: PlatformImage,
    platform: string,
    { session, repository, made }: SeenContent,
    signal: AbortSignal | undefined,
  ): Promise<PlatformLayers> {
    const layers = await Promise.all(
      manifest.layers.map(async (layer): Promise<LayerKnowledge[]> => {
        const { digest } = layer;
        if (isForeignLayer(layer.mediaType)) {
          const isHere = await hasBlob(session, repository, digest, signal);
          return isHere ? [unread(digest, 'is called nondistributable, although the registry has it')] : [];
        }
        const source = { session, repository, layer, made: made?.get(digest) };
        const outcome = await this.#layers.of(source, signal);
        return ['found' in outcome ? { digest, findings: outcome.found } : { digest, unread: outcome.fault }];
      }),
    );
    return { platform, digest: node.digest, layers: layers.flat() };
  }
}

function platformImage(node: ImageNode): PlatformImage[] {
  const manifest = parseManifest(node.bytes, node.mediaType);
  if (manifest.kind !== 'manifest') return [];
  return [{ name: node.platform ? formatPlatform(node.platform) : '', node, manifest }];
}

/** What has a config of another type is an artifact, unless its layers are those of images: then some runtime may run it. */
function unknownLayers({ name, node, manifest }: PlatformImage): PlatformLayers[] {
  const layers = manifest.layers.filter(({ mediaType }) => fileSystem.test(mediaType));
  if (layers.length === 0) return [];
  const why = 'belongs to a config of a type that is not known here';
  return [
    { platform: name || 'unknown', digest: node.digest, layers: layers.map(({ digest }) => unread(digest, why)) },
  ];
}

function unread(digest: string, why: string): LayerKnowledge {
  return { digest, unread: { code: 'layer-compression', why } };
}

function nameOf({ os = 'unknown', architecture = 'unknown', variant }: ImageConfig): string {
  const platform: Platform = { os, architecture, ...(variant === undefined ? {} : { variant }) };
  return formatPlatform(platform);
}

/** By an annotation alone: AWS Marketplace refuses those too. */
function isCalledAttestation({ isAttestation, saysAttestation }: ImageNode): boolean {
  return !isAttestation && saysAttestation === true;
}

/** Entries of an index that are so, and of the indexes below it; what is below one that is so does not count again. */
function countBelow({ children }: ImageNode, isSo: (node: ImageNode) => boolean): number {
  return children.reduce((count, child) => count + (isSo(child) ? 1 : countBelow(child, isSo)), 0);
}
