import { readBlob } from '../content/blobs.ts';
import type { ImageNode } from '../manifests/image.ts';
import { maxConfigBytes } from '../manifests/image-config.ts';
import type { RegistrySession } from '../session.ts';
import { configsToDerive } from './derive-image.ts';

/**
 * Reads what `deriveImage` needs of a base beside its manifests: a small request for each platform.
 * @returns the configs by digest, verified
 * @throws ReleaseError `derive-impossible`, and what reading a config throws
 */
export async function readBaseConfigs(
  session: RegistrySession,
  repository: string,
  node: ImageNode,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const read = configsToDerive(node).map(
    async (config) => [config.digest, await readBlob(session, repository, config, maxConfigBytes, signal)] as const,
  );
  return new Map(await Promise.all(read));
}
