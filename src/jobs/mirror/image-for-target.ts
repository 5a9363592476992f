import { parsePlatform, type Reference } from '#reference';
import { type ImageNode, readImage, type Transformed, transformImage } from '#registry';
import type { Gateways } from '../gateways.ts';
import type { PlanTarget } from '../plan-target.ts';
import type { Sessions } from '../sessions.ts';

/** An image as its source has it, and as a target gets it. */
export interface ImageForTarget extends Transformed {
  readonly source: ImageNode;
}

/**
 * Reads an image and leaves out what the target doesn't take: the same for a plan and for the run that follows it.
 * @param tagOrDigest what of the repository to start from
 * @throws what reading throws; ReleaseError `platform-missing`
 */
export async function imageForTarget(
  { registry, repository }: Reference,
  tagOrDigest: string,
  target: Pick<PlanTarget, 'attestationManifests' | 'platforms'>,
  { sessions, gateways }: { readonly sessions: Sessions; readonly gateways: Pick<Gateways, 'manifests'> },
  signal?: AbortSignal,
): Promise<ImageForTarget> {
  const place = {
    session: await sessions.at(registry),
    repository,
    cache: gateways.manifests,
  };
  const source = await readImage(place, tagOrDigest, signal);
  const platforms = target.platforms.flatMap((text) => parsePlatform(text) ?? []);
  return { source, ...transformImage(source, { attestationManifests: target.attestationManifests, platforms }) };
}
