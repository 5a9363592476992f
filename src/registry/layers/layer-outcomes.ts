import { Limiter } from '../transport/limiter.ts';
import type { LayerReading } from './layer-entry.ts';
import { type LayerOutcome, type LayerSource, readLayer } from './read-layer.ts';

/** Layers that are read at the same time: reading is one core's work, more would only wait for it. */
const atATime = 4;
/** What outcomes that are kept may weigh together. */
const usualMostBytes = 134_217_728;
/** What each takes besides what was found. */
const outcomeBytes = 1024;

interface Held<T> {
  readonly source: LayerSource;
  readonly reading: Promise<LayerOutcome<T>>;
  /** 0 until it is read. */
  bytes: number;
}

/**
 * What came of each layer of a run, by digest: images share layers, and each is read once, however many images have it and wherever
 * they are. What fails on the way (a login, a network) is not kept: the next image asks its own repository.
 */
export class LayerOutcomes<T> {
  readonly #begin: () => LayerReading<T>;
  readonly #limiter = new Limiter(atATime);
  readonly #weigh: (found: T) => number;
  readonly #mostBytes: number;
  readonly #held = new Map<string, Held<T>>();
  #bytes = 0;

  /**
   * @param begin makes the one who reads a layer
   * @param weigh roughly how many bytes of memory take what was found
   * @param mostBytes of what is kept; the oldest go first, and are read again when they are asked for
   */
  constructor(begin: () => LayerReading<T>, weigh: (found: T) => number, mostBytes = usualMostBytes) {
    this.#begin = begin;
    this.#weigh = weigh;
    this.#mostBytes = mostBytes;
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
    const mine: Held<T> = { source, reading, bytes: 0 };
    this.#held.set(digest, mine);
    try {
      const outcome = await reading;
      mine.bytes = outcomeBytes + ('found' in outcome ? this.#weigh(outcome.found) : 0);
      this.#bytes += mine.bytes;
      this.#forgetOldest();
      return outcome;
    } catch (error) {
      if (this.#held.get(digest) === mine) this.#held.delete(digest);
      throw error;
    }
  }

  #forgetOldest(): void {
    for (const [digest, { bytes }] of this.#held) {
      if (this.#bytes <= this.#mostBytes) return;
      // What is still being read weighs nothing yet, and others wait for it.
      if (bytes === 0) continue;
      this.#held.delete(digest);
      this.#bytes -= bytes;
    }
  }
}
