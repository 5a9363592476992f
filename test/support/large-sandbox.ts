import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { containerProduct, productId } from '../../src/sandbox/catalog/container-product.ts';
import { readManifest } from '../../src/sandbox/registry/manifest-record.ts';
import { emptyRepository, emptyState, type RepositoryState } from '../../src/sandbox/store/sandbox-state.ts';
import { writeStateText } from '../../src/sandbox/store/state-text.ts';
import { type BuiltImage, buildImage, noise } from './sample-images.ts';

export interface LargeSandbox {
  /**
   * `seller`: in the seller's own ECR. `target`: in the Marketplace's registry, in products of the Catalog.
   */
  readonly registry?: 'seller' | 'target';
  readonly repositories?: number;
  /** In each repository, `1.0.0` and on, each an image of its own, pushed a day after the one before. */
  readonly tags?: number;
  /** Before each name: `<prefix>/repository-0000`. */
  readonly prefix?: string;
  /** Repositories of one product. */
  readonly perProduct?: number;
}

const firstPush = Date.parse('2026-01-01T00:00:00Z');
const day = 86_400_000;

/**
 * Fills a folder as a sandbox keeps it, for `startSandbox({ dataDir })`, without a server and in a moment: all repositories hold the
 * same few images.
 * @param dataDir is made; must not be a sandbox's already
 * @returns the names of the repositories
 */
export async function makeLargeSandbox(dataDir: string, options: LargeSandbox = {}): Promise<string[]> {
  const { registry = 'seller', repositories = 5000, tags = 10, prefix = 'large', perProduct = 70 } = options;
  const images = Array.from({ length: tags }, (_, at) => buildImage({ layers: [noise('large', 100)], seed: `${at}` }));
  const digits = String(repositories - 1).length;
  const names = Array.from(
    { length: repositories },
    (_, at) => `${prefix}/repository-${String(at).padStart(digits, '0')}`,
  );
  const state = emptyState();
  const content = repositoryOf(images);
  for (const name of names) state[registry].set(name, content);
  for (let at = 0; registry === 'target' && at < repositories; at += perProduct) {
    const number = at / perProduct + 1;
    const parts = { title: `Large product ${number}`, repositories: names.slice(at, at + perProduct) };
    state.entities.set(productId(parts.title), containerProduct({ ...parts, modifiedAt: firstPush + number * 1000 }));
  }
  const blobs = path.join(dataDir, 'blobs', 'sha256');
  await mkdir(blobs, { recursive: true, mode: 0o700 });
  await Promise.all(
    images.flatMap(contentsOf).map(([digest, bytes]) => writeFile(path.join(blobs, hexOf(digest)), bytes)),
  );
  await writeFile(path.join(dataDir, 'state.json'), writeStateText(state), { mode: 0o600 });
  return names;
}

function repositoryOf(images: readonly BuiltImage[]): RepositoryState {
  const held = emptyRepository(firstPush);
  for (const [at, image] of images.entries()) {
    for (const { digest, mediaType, bytes } of image.manifests) {
      const record = readManifest(bytes, mediaType, firstPush + at * day);
      if (typeof record === 'string') throw new Error(record);
      held.manifests.set(digest, record);
    }
    for (const [digest, bytes] of image.blobs) held.blobs.set(digest, bytes.length);
    held.tags.set(`1.0.${at}`, image.root);
  }
  return held;
}

function contentsOf({ manifests, blobs }: BuiltImage): [string, Buffer][] {
  return [...manifests.map(({ digest, bytes }): [string, Buffer] => [digest, bytes]), ...blobs];
}

function hexOf(digest: string): string {
  return digest.slice('sha256:'.length);
}
