/** A question under way that several may wait for. It is cancelled when the last of them has given up. */
export class Question<T> {
  readonly #stop = new AbortController();
  readonly #over: () => void;
  readonly #answer: Promise<T>;
  #waiting = 0;

  /**
   * Asks at once.
   * @param over called when there is nothing more to wait for: answered, failed or cancelled
   */
  constructor(ask: (signal: AbortSignal) => Promise<T>, over: () => void) {
    this.#over = over;
    // A turn later, so that whoever made this question holds it before anything comes of it.
    this.#answer = Promise.resolve().then(() => ask(this.#stop.signal));
    this.#answer.then(over, over);
  }

  /** @throws the signal's reason, and what the question throws */
  wait(signal?: AbortSignal): Promise<T> {
    this.#waiting++;
    if (!signal) return this.#answer;
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        this.#leave(signal.reason);
        reject(signal.reason);
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.#answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
    });
  }

  #leave(reason: unknown): void {
    this.#waiting--;
    if (this.#waiting > 0) return;
    // Whoever asks next asks anew, instead of getting this one's cancellation.
    this.#over();
    this.#stop.abort(reason);
  }
}
