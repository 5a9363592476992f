import type { ImageConfig } from './image-config.ts';

/**
 * Parsed configs by digest, so that who asks an image for its platform and who judges it read one once. Bounded by what they take:
 * oldest go first.
 */
export class ConfigCache {
  readonly #limitBytes: number;
  readonly #held = new Map<string, { readonly config: ImageConfig; readonly bytes: number }>();
  #bytes = 0;

  /** @param limitBytes how much to hold; 16 MiB are some 1,000 usual ones */
  constructor(limitBytes = 16_777_216) {
    this.#limitBytes = limitBytes;
  }

  /** A config: held, or read now. @throws what `read` throws, which is not kept */
  async of(digest: string, read: () => Promise<ImageConfig>): Promise<ImageConfig> {
    const held = this.#held.get(digest);
    if (held) return held.config;
    const config = await read();
    this.#keep(digest, config);
    return config;
  }

  #keep(digest: string, config: ImageConfig): void {
    // Somebody else may have read it meanwhile.
    if (this.#held.has(digest)) return;
    const bytes = 2 * JSON.stringify(config).length;
    this.#held.set(digest, { config, bytes });
    this.#bytes += bytes;
    for (const [oldest, { bytes: freed }] of this.#held) {
      if (this.#bytes <= this.#limitBytes) break;
      this.#held.delete(oldest);
      this.#bytes -= freed;
    }
  }
}
