import { LoginPause } from '#composition';
import type { JobEvent, LoginEnded } from '#jobs';
import type { Outbox } from './outbox.ts';

interface Job {
  /** The number of the question that it answers. */
  readonly id: number;
  readonly emit: (event: JobEvent) => void;
  readonly signal: AbortSignal;
}

/**
 * Asks the editor to have somebody log in again while a job waits. What is asked for no job is not worth a question: its failure tells
 * the same.
 */
export class LoginQuestions {
  readonly #outbox: Pick<Outbox, 'send'>;
  readonly #open = new Map<number, (answer: 'again' | 'stop') => void>();
  #lastQuestion = 0;
  #job: Job | undefined;
  readonly pause: LoginPause;

  constructor(outbox: Pick<Outbox, 'send'>) {
    this.#outbox = outbox;
    this.pause = new LoginPause({
      ask: (ended) => this.#ask(ended),
      emit: (event) => this.#job?.emit(event),
      // Whoever waits has a signal of its own.
      signal: new AbortController().signal,
      now: () => performance.now(),
    });
  }

  /** Lets a job ask as long as it takes; a process has one at a time. */
  async during<T>(job: Job, work: () => Promise<T>): Promise<T> {
    this.#job = job;
    try {
      return await work();
    } finally {
      if (this.#job === job) this.#job = undefined;
    }
  }

  /** Takes the editor's answer. */
  answer(question: number, answer: 'again' | 'stop'): void {
    this.#open.get(question)?.(answer);
  }

  #ask(ended: LoginEnded): Promise<'again' | 'stop'> {
    const job = this.#job;
    if (!job || job.signal.aborted) return Promise.resolve('stop');
    const question = ++this.#lastQuestion;
    return new Promise((resolve) => {
      const settle = (answer: 'again' | 'stop') => {
        this.#open.delete(question);
        resolve(answer);
      };
      this.#open.set(question, settle);
      job.signal.addEventListener('abort', () => settle('stop'), { once: true });
      this.#outbox.send({ type: 'question', id: job.id, question, ended });
    });
  }
}
