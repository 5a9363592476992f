import type { ManifestCache } from '#registry';
import type { Item } from '../item.ts';

/** Lets go of manifests once the last image that is made of them is done: thousands of images would fill the memory. */
export class SpentManifests {
  readonly #manifests: ManifestCache;
  readonly #uses = new Map<string, number>();

  /** @param items all that will be done */
  constructor(items: readonly Item[], manifests: ManifestCache) {
    this.#manifests = manifests;
    for (const { sourceDigest } of items) this.#add(sourceDigest, 1);
  }

  /** One of the images is done, well or not. */
  done({ sourceDigest }: Item): void {
    if (sourceDigest === undefined || this.#add(sourceDigest, -1) > 0) return;
    this.#manifests.forget(sourceDigest, (digest) => this.#uses.has(digest));
  }

  #add(digest: string | undefined, more: number): number {
    if (digest === undefined) return 0;
    const uses = (this.#uses.get(digest) ?? 0) + more;
    if (uses === 0) this.#uses.delete(digest);
    else this.#uses.set(digest, uses);
    return uses;
  }
}
