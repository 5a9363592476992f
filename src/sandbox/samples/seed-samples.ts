import { readManifest } from '../registry/manifest-record.ts';
import type { BlobStore } from '../store/blob-store.ts';
import { emptyRepository, type RepositoryState, type SandboxState } from '../store/sandbox-state.ts';
import { type SampleCatalogue, sampleCatalogue } from './sample-catalogue.ts';
import { addSampleProduct } from './sample-product.ts';

/** When the sample repositories were made. */
const createdAt = Date.parse('2023-10-10T12:00:00Z');

/** The samples are the same for every sandbox, and are made once in a process. */
let samples: Promise<SampleCatalogue> | undefined;

/** Fills a fresh sandbox: contents into the store, then repositories, manifests, tags and the product into the state. */
export async function seedSamples(state: SandboxState, blobs: BlobStore): Promise<void> {
  samples ??= sampleCatalogue();
  const catalogue = await samples;
  await Promise.all([...catalogue.contents.blobs.values()].map((bytes) => blobs.put(bytes)));
  await Promise.all([...catalogue.contents.manifests.values()].map(({ bytes }) => blobs.put(bytes)));
  const placements = [...catalogue.placements, ...catalogue.charts];
  for (const { registry, repository } of [...catalogue.repositories, ...placements]) {
    if (!state[registry].has(repository)) state[registry].set(repository, emptyRepository(createdAt));
  }
  for (const { registry, repository, tag, digest, pushedAt } of placements) {
    const held = state[registry].get(repository);
    if (!held) throw new Error(`There is no sample repository ${repository}`);
    hold(held, catalogue, digest, Date.parse(pushedAt));
    if (tag !== undefined) held.tags.set(tag, digest);
  }
  addSampleProduct(state);
}

/** Gives a repository a manifest and all it refers to. */
function hold(repository: RepositoryState, catalogue: SampleCatalogue, digest: string, pushedAt: number): void {
  const manifest = catalogue.contents.manifests.get(digest);
  const record = manifest && readManifest(manifest.bytes, manifest.mediaType, pushedAt);
  if (record === undefined || typeof record === 'string') {
    throw new Error(`The sample manifest ${digest} is not valid: ${record}`);
  }
  for (const child of record.children) hold(repository, catalogue, child, pushedAt);
  for (const blob of record.blobs) repository.blobs.set(blob, catalogue.contents.blobs.get(blob)?.byteLength ?? 0);
  repository.manifests.set(digest, record);
}
