import { parsePlatform, type Reference } from '#reference';
import { deriveImage, type ImageNode, readBaseConfigs, readImage, type Transformed, transformImage } from '#registry';
import type { Derivation } from '../derive/derivation.ts';
import type { ReadyChange } from '../derive/derivations.ts';
import type { Gateways } from '../gateways.ts';
import type { PlanTarget } from '../plan-target.ts';
import type { Sessions } from '../sessions.ts';

/** An image as its source has it, and as a target gets it. */
export interface ImageForTarget extends Transformed {
  readonly source: ImageNode;
  /** Of a derived image: what was changed, and the content that is made here, by digest. */
  readonly derived?: Derivation;
  readonly made?: ReadonlyMap<string, Uint8Array>;
}

/** How a target takes an image. */
export interface Taking extends Pick<PlanTarget, 'attestationManifests' | 'platforms'> {
  /** Made to the image after everything that is left out was. */
  readonly change?: ReadyChange | undefined;
}

/**
 * Reads an image, leaves out what the target doesn't take and makes the change that it gets: the same for a plan and for the run that
 * follows it.
 * @param tagOrDigest what of the repository to start from
 * @throws what reading throws; ReleaseError `platform-missing`, `derive-impossible`
 */
export async function imageForTarget(
  { registry, repository }: Reference,
  tagOrDigest: string,
  { attestationManifests, platforms: wanted, change }: Taking,
  { sessions, gateways }: { readonly sessions: Sessions; readonly gateways: Pick<Gateways, 'manifests'> },
  signal?: AbortSignal,
): Promise<ImageForTarget> {
  const session = await sessions.at(registry);
  const source = await readImage({ session, repository, cache: gateways.manifests }, tagOrDigest, signal);
  const platforms = wanted.flatMap((text) => parsePlatform(text) ?? []);
  const transformed = transformImage(source, { attestationManifests, platforms });
  if (!change) return { source, ...transformed };
  const configs = await readBaseConfigs(session, repository, transformed.node, signal);
  const placed = await change.place?.(transformed.node, { session, repository }, configs, signal);
  const changed = { ...change.change, ...(placed ? { layerOn: placed.layerOn } : {}) };
  const base = { digest: source.digest, ...(change.baseName === undefined ? {} : { name: change.baseName }) };
  const { node, made, strippedAttestations } = deriveImage(transformed.node, configs, changed, base);
  return {
    source,
    ...transformed,
    node,
    strippedAttestations: transformed.strippedAttestations + strippedAttestations,
    derived: { base: source.digest, ...change.told, ...(placed ? { placements: placed.told } : {}) },
    made,
  };
}
