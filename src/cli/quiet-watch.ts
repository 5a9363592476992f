import { setTimeout as sleep } from 'node:timers/promises';

/** Without a request for so long, nobody is in the middle of anything. */
const quietMs = 5000;
/** A client that never ends must not keep us for ever. */
const mostMs = 600_000;
const lookEveryMs = 250;

/** Knows when a server was last busy. */
export class QuietWatch {
  readonly #now: () => number;
  readonly #wait: (ms: number) => Promise<unknown>;
  #open = 0;
  #lastAt: number;

  /** @param now ms, from a clock that only goes forward */
  constructor(now: () => number, wait: (ms: number) => Promise<unknown> = sleep) {
    this.#now = now;
    this.#wait = wait;
    this.#lastAt = now();
  }

  /** A request came in. */
  readonly began = (): void => {
    this.#open++;
  };

  /** Its answer has gone out, or its client has gone. */
  readonly ended = (): void => {
    this.#open--;
    this.#lastAt = this.#now();
  };

  /** Resolves when, from now on, nothing has been asked or under way for a while; after ten minutes in any case. */
  async quiet(): Promise<void> {
    const began = this.#now();
    this.#lastAt = began;
    while (this.#now() - began < mostMs && (this.#open > 0 || this.#now() - this.#lastAt < quietMs))
      await this.#wait(lookEveryMs);
  }
}
