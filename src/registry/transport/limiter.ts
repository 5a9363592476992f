/**
 * At most `limit` tasks at a time, first come first served. A task that waits is dropped by its signal without ever having run: when
 * its turn comes, so that waiting costs nothing but a place in the queue.
 */
export class Limiter {
  readonly #limit: number;
  readonly #waiting: (() => void)[] = [];
  #next = 0;
  #running = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** @throws the signal's reason when it has fired by the time of the task's turn */
  async run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const leave = await this.enter(signal);
    try {
      return await task();
    } finally {
      leave();
    }
  }

  /**
   * Takes a place for what does not end with a function: an answer whose body is still to be read.
   * @returns gives the place back; only the first call counts
   * @throws the signal's reason when it has fired by the time of the turn
   */
  async enter(signal?: AbortSignal): Promise<() => void> {
    if (this.#running < this.#limit) this.#running++;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    let isInside = true;
    const leave = () => {
      if (isInside) this.#handOn();
      isInside = false;
    };
    if (signal?.aborted) {
      leave();
      throw signal.reason;
    }
    return leave;
  }

  /** The place is handed on rather than freed and taken again, so that nobody can slip in between. */
  #handOn(): void {
    const next = this.#waiting[this.#next++];
    if (next) next();
    else this.#running--;
    // Shifting one by one would move the whole queue each time.
    if (this.#next > this.#waiting.length || this.#next > 1000) {
      this.#waiting.splice(0, this.#next);
      this.#next = 0;
    }
  }
}
