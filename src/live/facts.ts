import { Question } from './question.ts';

/** Something that a registry or AWS said, and when. */
export interface Fact<T> {
  readonly value: T;
  /** ms since the epoch */
  readonly learnedAt: number;
}

export interface FactsOptions {
  /** How long a fact is good for, in ms. */
  readonly lifetime: number;
  /** How many facts are kept: beyond it, those that nobody has looked at for longest go. */
  readonly most: number;
  readonly clock: { now(): number };
}

/**
 * Facts for display, each under a key. A question that is under way is not asked twice, an answer is good for a while, and what is kept
 * is bounded, however long somebody browses. Failures are not kept: the next one to ask tries again.
 */
export class Facts<T> {
  readonly #options: FactsOptions;
  /** In the order in which they were last looked at. */
  readonly #facts = new Map<string, Fact<T>>();
  readonly #questions = new Map<string, Question<Fact<T>>>();

  constructor(options: FactsOptions) {
    this.#options = options;
  }

  /** What was last heard, however old: for whoever shows its age, or shows nothing else meanwhile. */
  last(key: string): Fact<T> | undefined {
    const fact = this.#facts.get(key);
    if (fact) this.#keep(key, fact);
    return fact;
  }

  /** What is known and not too old. */
  fresh(key: string): Fact<T> | undefined {
    const fact = this.last(key);
    return fact && this.#options.clock.now() - fact.learnedAt < this.#options.lifetime ? fact : undefined;
  }

  /**
   * What is known and not too old, else the answer to a question that is under way, else to a new one.
   * @param read asks; its signal says that nobody waits for the answer any more
   * @throws the signal's reason, and what `read` throws
   */
  async ask(key: string, read: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<Fact<T>> {
    signal?.throwIfAborted();
    const known = this.fresh(key);
    if (known) return known;
    return this.#question(key, read).wait(signal);
  }

  /** Forgets what may have changed. What is being asked about it is answered to those who wait, but not kept. */
  forget(isMeant: (key: string) => boolean): void {
    for (const key of [...this.#facts.keys()].filter(isMeant)) this.#facts.delete(key);
    for (const key of [...this.#questions.keys()].filter(isMeant)) this.#questions.delete(key);
  }

  #question(key: string, read: (signal: AbortSignal) => Promise<T>): Question<Fact<T>> {
    const underWay = this.#questions.get(key);
    if (underWay) return underWay;
    const question: Question<Fact<T>> = new Question(
      async (signal) => {
        const value = await read(signal);
        const fact = { value, learnedAt: this.#options.clock.now() };
        // Unless it was forgotten meanwhile.
        if (this.#questions.get(key) === question) this.#keep(key, fact);
        return fact;
      },
      () => {
        if (this.#questions.get(key) === question) this.#questions.delete(key);
      },
    );
    this.#questions.set(key, question);
    return question;
  }

  #keep(key: string, fact: Fact<T>): void {
    this.#facts.delete(key);
    this.#facts.set(key, fact);
    if (this.#facts.size <= this.#options.most) return;
    const [oldest] = this.#facts.keys();
    if (oldest !== undefined) this.#facts.delete(oldest);
  }
}
