import type { Platform } from '#reference';
import { MissingBlobs } from '../content/missing-blobs.ts';
import { ConfigCache } from './config-cache.ts';
import { parseManifest } from './manifest.ts';
import type { StoredManifest } from './manifests.ts';

/** Some 100 bytes each. */
const maxPlatforms = 50_000;

/**
 * Content by digest never changes, so a job that plans and then runs fetches each manifest, and each config for its platform, once.
 * Bounded: oldest go first.
 */
export class ManifestCache {
  readonly #limitBytes: number;
  readonly #held = new Map<string, StoredManifest>();
  readonly #platforms = new Map<string, Platform | undefined>();
  /** What images say of themselves. */
  readonly configs = new ConfigCache();
  /** Blobs that a plan asked its target for in vain. */
  readonly missing = new MissingBlobs();
  #bytes = 0;

  /** @param limitBytes how many bytes of manifests to hold; 16 MiB are some 10,000 usual ones */
  constructor(limitBytes = 16_777_216) {
    this.#limitBytes = limitBytes;
  }

  get(digest: string): StoredManifest | undefined {
    return this.#held.get(digest);
  }

  set(manifest: StoredManifest): void {
    if (this.#held.has(manifest.digest)) return;
    this.#held.set(manifest.digest, manifest);
    this.#bytes += manifest.bytes.length;
    for (const [digest, oldest] of this.#held) {
      if (this.#bytes <= this.#limitBytes) break;
      this.#held.delete(digest);
      this.#bytes -= oldest.bytes.length;
    }
  }

  /**
   * Lets go of an image: its manifest, and those that an index lists.
   * @param isNeeded whether a manifest will be asked for all the same
   */
  forget(digest: string, isNeeded: (digest: string) => boolean): void {
    const held = this.#held.get(digest);
    if (!held || isNeeded(digest)) return;
    this.#held.delete(digest);
    this.#bytes -= held.bytes.length;
    const manifest = parseManifest(held.bytes, held.contentType);
    if (manifest.kind === 'index') for (const child of manifest.manifests) this.forget(child.digest, isNeeded);
  }

  /** The platform that a config names, or undefined: read the first time. @throws what `read` throws, which is not kept */
  async platform(digest: string, read: () => Promise<Platform | undefined>): Promise<Platform | undefined> {
    if (this.#platforms.has(digest)) return this.#platforms.get(digest);
    const platform = await read();
    this.#platforms.set(digest, platform);
    for (const oldest of this.#platforms.keys()) {
      if (this.#platforms.size <= maxPlatforms) break;
      this.#platforms.delete(oldest);
    }
    return platform;
  }
}
