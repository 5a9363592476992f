import type { StoredManifest } from './manifests.ts';

/** Content by digest never changes, so a job that plans and then runs fetches each manifest once. Bounded: oldest go first. */
export class ManifestCache {
  readonly #limitBytes: number;
  readonly #held = new Map<string, StoredManifest>();
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
}
