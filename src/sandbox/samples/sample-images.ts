import type { RegistryId } from '../store/sandbox-state.ts';
import { sampleCatalogue } from './sample-catalogue.ts';

/** A tagged sample image. */
export interface SampleImage {
  readonly registry: RegistryId;
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
  /** Bytes of the manifest. */
  readonly manifest: Uint8Array;
}

/** All tagged sample images, for checks that what is written down of them (the sample release files) is still true. */
export async function sampleImages(): Promise<readonly SampleImage[]> {
  const { contents, placements } = await sampleCatalogue();
  return placements.flatMap(({ registry, repository, tag, digest }) => {
    const manifest = contents.manifests.get(digest);
    return tag === undefined || !manifest ? [] : [{ registry, repository, tag, digest, manifest: manifest.bytes }];
  });
}
