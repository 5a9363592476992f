import type { JobEvent, LoginEnded, OnLoginEnded } from '#jobs';
import { type Clock, type Http, untilAborted } from '#registry';

/** Puts the question to somebody; the signal says that nobody waits for the answer any more. */
type AskForLogin = (ended: LoginEnded, signal: AbortSignal) => Promise<'again' | 'stop'>;

interface LoginPauseOptions {
  readonly ask: AskForLogin;
  /** Told that the job waits, and that it goes on. */
  readonly emit: (event: JobEvent) => void;
  /** Ends the pause. */
  readonly signal: AbortSignal;
  /** ms, from a clock that only goes forward */
  readonly now: () => number;
}

/**
 * A job's pause while somebody logs in again. All that fails by the login at the same time shares one question; meanwhile no request
 * goes out. Who has said once that nobody will log in is not asked again.
 */
export class LoginPause {
  readonly #ask: AskForLogin;
  readonly #emit: (event: JobEvent) => void;
  readonly #signal: AbortSignal;
  readonly #now: () => number;
  #question: Promise<'again' | 'stop'> | undefined;
  #isStopped = false;
  #pausedMs = 0;
  #since: number | undefined;

  constructor({ ask, emit, signal, now }: LoginPauseOptions) {
    this.#ask = ask;
    this.#emit = emit;
    this.#signal = signal;
    this.#now = now;
  }

  /** For whoever calls AWS. */
  readonly onLoginEnded: OnLoginEnded = async (ended, signal) => {
    if (this.#isStopped) return 'stop';
    this.#question ??= this.#put(ended);
    return untilAborted(this.#question, signal);
  };

  /** The same HTTP, whose requests wait for the end of a pause. What is on its way already goes on. */
  gate(http: Http): Http {
    return {
      send: async (request) => {
        await this.#end(request.signal);
        return http.send(request);
      },
    };
  }

  /** The same clock, which knows what of its time was a pause. */
  clock(clock: Clock): Clock {
    return {
      now: () => clock.now(),
      random: () => clock.random(),
      sleep: (ms, signal) => clock.sleep(ms, signal),
      pausedMs: () => this.#pausedMs + (this.#since === undefined ? 0 : this.#now() - this.#since),
    };
  }

  /** How a question ends is for those to hear who asked it. */
  async #end(signal: AbortSignal | undefined): Promise<void> {
    while (this.#question !== undefined) {
      await untilAborted(this.#question, signal).catch(() => signal?.throwIfAborted());
    }
  }

  async #put(ended: LoginEnded): Promise<'again' | 'stop'> {
    this.#since = this.#now();
    this.#emit({ schemaVersion: 1, type: 'paused', reason: ended.message, hint: ended.hint });
    try {
      const answer = await untilAborted(this.#ask(ended, this.#signal), this.#signal);
      if (answer === 'stop') this.#isStopped = true;
      else this.#emit({ schemaVersion: 1, type: 'resumed' });
      return answer;
    } finally {
      this.#pausedMs += this.#now() - this.#since;
      this.#since = undefined;
      this.#question = undefined;
    }
  }
}
