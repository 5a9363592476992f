import { Limiter } from '../transport/limiter.ts';
import type { LayerReading } from './layer-entry.ts';
import { type LayerOutcome, type LayerSource, readLayer } from './read-layer.ts';

/** Layers that are read at the same time: reading is one core's work, more would only wait for it. */
const atATime = 4;
/** Outcomes that are kept. */
const mostKept = 20_000;

/**
 * What came of each layer of a run, by digest: images share layers, and each is read once, however many images have it and wherever
 * they are. What fails on the way (a login, a network) is not kept: the next image asks its own repository.
 */
export class LayerOutcomes<T> {
  readonly #begin: () => LayerReading<T>;
  readonly #limiter = new Limiter(atATime);
  readonly #held = new Map<string, { readonly source: LayerSource; readonly reading: Promise<LayerOutcome<T>> }>();

  /** @param begin makes the one who reads a layer */
  constructor(begin: () => LayerReading<T>) {
    this.#begin = begin;
  }

  /**
   * The outcome of a layer, read now if nobody has.
   * @throws what {@link readLayer} throws, for this source
   */
  async of(source: LayerSource, signal?: AbortSignal): Promise<LayerOutcome<T>> {
    const { digest } = source.layer;
    const held = this.#held.get(digest);
    if (held) {
      return held.reading.catch((error) => {
        const isOwn = held.source.session === source.session && held.source.repository === source.repository;
        if (isOwn) throw error;
        // Another's failure, with its repository and login.
        return this.of(source, signal);
      });
    }
    const reading = this.#limiter.run(() => readLayer(source, this.#begin, signal), signal);
    this.#held.set(digest, { source, reading });
    try {
      const outcome = await reading;
      this.#forgetOldest();
      return outcome;
    } catch (error) {
      if (this.#held.get(digest)?.reading === reading) this.#held.delete(digest);
      throw error;
    }
  }

  #forgetOldest(): void {
    for (const digest of this.#held.keys()) {
      if (this.#held.size <= mostKept) return;
      this.#held.delete(digest);
    }
  }
}
