import type { TargetSettings } from '#formats';
import { formatPlatform, type Platform } from '#reference';
import {
  type Clock,
  type ImageConfig,
  type ImageManifest,
  type ImageNode,
  imageManifests,
  isForeignLayer,
  isImageConfig,
  LayerOutcomes,
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
  readonly #configs = new ImageConfigs();
  readonly #layers = new LayerOutcomes<LayerFindings>(() => new LayerInspection());

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /**
   * The evidence of one image; none of an artifact that is no image (a Helm chart).
   * @throws ReleaseError what requests throw (a login that ended, a blob that is missing), `digest-mismatch`, `manifest-malformed`; what is
   *   wrong with a layer itself is evidence
   */
  async of(inspected: InspectedImage, signal?: AbortSignal): Promise<Pick<Evidence, 'config' | 'layers'>> {
    const { image, target, node, delivery, depth } = inspected;
    const images = imageManifests(node).flatMap(platformImage);
    if (images.length === 0) return {};
    const configs = await Promise.all(images.map((one) => this.#config(one, inspected, signal)));
    const config: ConfigEvidence = {
      target,
      image,
      ...(delivery ? { delivery } : {}),
      attestations: attestations(node),
      platforms: configs,
    };
    if (depth === 'manifests') return { config };
    const today = new Date(this.#clock.now()).toISOString().slice(0, 10);
    const platforms = await Promise.all(
      images.map((one, at) => this.#platformLayers(one, configs[at]?.platform ?? one.name, inspected, signal)),
    );
    return { config, layers: { target, image, today, platforms } };
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
    const there = manifest.layers.filter(({ mediaType }) => !isForeignLayer(mediaType));
    const layers = await Promise.all(
      there.map(async (layer): Promise<LayerKnowledge> => {
        const { digest } = layer;
        const source = { session, repository, layer, made: made?.get(digest) };
        const outcome = await this.#layers.of(source, signal);
        return 'found' in outcome ? { digest, findings: outcome.found } : { digest, unread: outcome.fault };
      }),
    );
    return { platform, digest: node.digest, layers };
  }
}

function platformImage(node: ImageNode): PlatformImage[] {
  const manifest = parseManifest(node.bytes, node.mediaType);
  if (manifest.kind !== 'manifest' || !isImageConfig(manifest.config.mediaType)) return [];
  return [{ name: node.platform ? formatPlatform(node.platform) : '', node, manifest }];
}

function nameOf({ os = 'unknown', architecture = 'unknown', variant }: ImageConfig): string {
  const platform: Platform = { os, architecture, ...(variant === undefined ? {} : { variant }) };
  return formatPlatform(platform);
}

function attestations(node: ImageNode): number {
  return node.children.reduce((count, child) => count + (child.isAttestation ? 1 : attestations(child)), 0);
}
