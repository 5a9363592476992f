/** Reads bytes that come in pieces of any size as pieces of the size that is asked for. */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #piece: Uint8Array = new Uint8Array(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** So many bytes, a copy; fewer where the source ends before. */
  async exactly(length: number): Promise<Uint8Array> {
    const whole = new Uint8Array(length);
    let filled = 0;
    for await (const piece of this.upTo(length)) {
      whole.set(piece, filled);
      filled += piece.length;
    }
    return filled === length ? whole : whole.subarray(0, filled);
  }

  /** So many bytes as they come, or fewer where the source ends before. Who stops early goes on behind what was given. */
  async *upTo(length: number): AsyncGenerator<Uint8Array, void, undefined> {
    for (let left = length; left > 0; ) {
      if (this.#piece.length === 0) {
        const next = await this.#source.next();
        if (next.done) return;
        this.#piece = next.value;
      }
      const given = this.#piece.subarray(0, left);
      this.#piece = this.#piece.subarray(given.length);
      left -= given.length;
      if (given.length > 0) yield given;
    }
  }

  /** Lets go of the source. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }
}
