import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { JobEvent } from '#jobs';
import { ReleaseError, redact } from '#problem';
import type { FromWorker, Operation, Operations, RegistryLogin, SandboxOutline, ToWorker, WorkerStart } from '#worker';
import { failureError } from './failure-error.ts';
import type { AskOptions } from './worker-client.ts';

/** Where a worker's words go; the editor's log channel is one. */
interface WorkerLog {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
}

export interface WorkerProcessOptions {
  /** The worker's own file. */
  readonly file: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly start: WorkerStart;
  readonly log: WorkerLog;
  /** Told of the sandbox that the worker uses, whenever that is another one, or none any more. */
  readonly onSandbox?: (sandbox: SandboxOutline | undefined) => void;
}

interface Pending {
  readonly onEvent: ((event: JobEvent) => void) | undefined;
  readonly onLoginEnded: AskOptions['onLoginEnded'] | undefined;
  resolve(answer: unknown): void;
  reject(error: unknown): void;
}

/** One child process: questions go in, answers come back by their number. Knows nothing of the editor. */
export class WorkerProcess {
  readonly #child: ChildProcess;
  readonly #options: WorkerProcessOptions;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #isRetired = false;
  #end: ReleaseError | undefined;
  /** Whether it has come as far as saying anything. */
  hasSpoken = false;
  /** Resolves when it is gone, whoever ended it. */
  readonly ended: Promise<void>;

  constructor(options: WorkerProcessOptions) {
    this.#options = options;
    this.#child = fork(options.file, [], {
      env: options.environment,
      // The editor's own (an inspector's port) are not meant for us.
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // A group of its own: when the window is closed, a job goes on to settle what it has begun.
      detached: process.platform !== 'win32',
    });
    this.ended = new Promise((resolve) => {
      const gone = (why: string) => {
        this.#failAll(why);
        resolve();
      };
      this.#child.once('exit', (code, signal) => gone(signal === null ? `exit code ${code}` : `signal ${signal}`));
      this.#child.once('error', (error) => gone(error.message));
    });
    this.#child.on('message', (message) => this.#take(message as FromWorker));
    if (this.#child.stderr) {
      const lines = createInterface({ input: this.#child.stderr });
      lines.on('line', (line) => options.log.warn(redact(line)));
    }
    this.#send(options.start);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** @throws ReleaseError what the operation throws; `internal` when the process ends; `cancelled` */
  async ask<O extends Operation>(
    operation: O,
    input: Operations[O]['input'],
    { signal, abort, onEvent, onLoginEnded }: AskOptions = {},
  ): Promise<Operations[O]['answer']> {
    if (signal?.aborted || abort?.aborted) throw new ReleaseError('cancelled', 'Cancelled');
    if (this.#end) throw this.#end;
    const id = ++this.#lastId;
    const cancel = () => this.#send({ type: 'cancel', id });
    const kill = () => {
      this.#pending.get(id)?.reject(new ReleaseError('cancelled', 'The job was ended at once', { hint: goesOn }));
      this.kill();
    };
    signal?.addEventListener('abort', cancel, { once: true });
    abort?.addEventListener('abort', kill, { once: true });
    try {
      const answer = new Promise<unknown>((resolve, reject) =>
        this.#pending.set(id, { onEvent, onLoginEnded, resolve, reject }),
      );
      this.#send({ type: 'ask', id, operation, input });
      // What an operation answers is said by the protocol.
      return (await answer) as Operations[O]['answer'];
    } finally {
      signal?.removeEventListener('abort', cancel);
      abort?.removeEventListener('abort', kill);
      this.#pending.delete(id);
      if (this.#isRetired && this.#pending.size === 0) this.letGo();
    }
  }

  /** Tells it what somebody is signed in with from now on. */
  tellLogins(logins: readonly RegistryLogin[]): void {
    this.#send({ type: 'logins', logins });
  }

  /** Ends it as soon as it has answered everything. */
  retire(): void {
    this.#isRetired = true;
    if (this.#pending.size === 0) this.letGo();
  }

  /** Takes leave now: questions are dropped, a job settles what it has begun and then ends by itself. */
  letGo(): void {
    if (this.#child.connected) this.#child.disconnect();
  }

  /** Ends it at once, whatever it does. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #send(message: ToWorker): void {
    // Whoever is gone can't be told; its end is noticed by itself.
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  #take(message: FromWorker): void {
    this.hasSpoken = true;
    const { log, onSandbox } = this.#options;
    if (message.type === 'log') log[message.level](message.message);
    else if (message.type === 'sandbox') onSandbox?.(message.sandbox ?? undefined);
    else if (message.type === 'event') this.#pending.get(message.id)?.onEvent?.(message.event);
    else if (message.type === 'question') void this.#answer(message);
    else if (message.type === 'answer') this.#pending.get(message.id)?.resolve(message.answer);
    else this.#pending.get(message.id)?.reject(failureError(message.failure));
  }

  /** Where nobody can be asked, and where asking fails, nobody logs in. */
  async #answer({ id, question, ended }: FromWorker & { readonly type: 'question' }): Promise<void> {
    const asked = this.#pending.get(id)?.onLoginEnded?.(ended);
    const answer = await Promise.resolve(asked).catch(() => undefined);
    this.#send({ type: 'reply', question, answer: answer ?? 'stop' });
  }

  #failAll(why: string): void {
    this.#end ??= new ReleaseError('internal', `The process that does the work has ended (${why})`, {
      hint: 'Try again; the log may say more.',
    });
    for (const { reject } of this.#pending.values()) reject(this.#end);
  }
}

const goesOn = 'Run the plan again: it continues with what is missing.';
