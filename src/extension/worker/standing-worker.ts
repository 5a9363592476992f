import { type Code, ReleaseError } from '#problem';
import type { Operation, Operations, RegistryLogin, SandboxOutline } from '#worker';
import type { AskOptions } from './worker-client.ts';
import type { WorkerProcess } from './worker-process.ts';

export interface StandingWorkerOptions {
  readonly start: (onSandbox: (sandbox: SandboxOutline | undefined) => void) => WorkerProcess;
  /** Told of the sandbox that is used, whenever that is another one, or none any more. */
  readonly onSandbox?: (sandbox: SandboxOutline | undefined) => void;
  /** What files of logins say is read once a process. In the sandbox's world there are none, and its process holds the sandbox. */
  readonly readsLogins?: boolean;
  /** ms, from a clock that only goes forward */
  readonly now?: () => number;
}

/** After these, the next question starts another process, which reads the files of logins anew. */
const loginCodes: ReadonlySet<Code> = new Set<Code>([
  'aws-login-missing',
  'login-expired',
  'login-refused',
  'login-required',
  'credentials-unreadable',
  'access-denied',
]);

const firstPauseMs = 1000;
const longestPauseMs = 60_000;

/** The process for the questions of one world: started when first needed, and again when it has died, but not over and over. */
export class StandingWorker {
  readonly #options: StandingWorkerOptions;
  readonly #now: () => number;
  #process: WorkerProcess | undefined;
  #deathsAtStart = 0;
  #notBefore = Number.NEGATIVE_INFINITY;

  constructor(options: StandingWorkerOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  /** @throws ReleaseError as {@link WorkerProcess.ask} */
  async ask<O extends Operation>(
    operation: O,
    input: Operations[O]['input'],
    options?: AskOptions,
  ): Promise<Operations[O]['answer']> {
    const process = this.#process ?? this.#start();
    try {
      return await process.ask(operation, input, options);
    } catch (error) {
      const isLogin = this.#options.readsLogins && ReleaseError.is(error) && loginCodes.has(error.code);
      if (isLogin && this.#process === process) this.restart();
      throw error;
    }
  }

  /** Ends the process after what it is doing; the next question starts a new one. */
  restart(): void {
    this.#drop()?.retire();
    this.#deathsAtStart = 0;
    this.#notBefore = Number.NEGATIVE_INFINITY;
  }

  /** Tells the process, when there is one, what somebody is signed in with from now on. */
  tellLogins(logins: readonly RegistryLogin[]): void {
    this.#process?.tellLogins(logins);
  }

  dispose(): void {
    this.#drop()?.letGo();
  }

  #drop(): WorkerProcess | undefined {
    const dropped = this.#process;
    this.#process = undefined;
    if (dropped) this.#options.onSandbox?.(undefined);
    return dropped;
  }

  #start(): WorkerProcess {
    if (this.#now() < this.#notBefore) {
      throw new ReleaseError('internal', 'The process that does the work does not start', {
        hint: 'It is tried again in a moment; the log may say why.',
      });
    }
    const started: WorkerProcess = this.#options.start((sandbox) => {
      if (this.#process === started) this.#options.onSandbox?.(sandbox);
    });
    this.#process = started;
    void started.ended.then(() => {
      if (this.#process !== started) return;
      this.#drop();
      if (started.hasSpoken) this.#deathsAtStart = 0;
      else this.#pause();
    });
    return started;
  }

  #pause(): void {
    this.#notBefore = this.#now() + Math.min(firstPauseMs * 2 ** this.#deathsAtStart, longestPauseMs);
    this.#deathsAtStart++;
  }
}
