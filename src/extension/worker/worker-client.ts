import type { JobEvent } from '#jobs';
import type { LoginEnded, Operation, Operations, WorkerWorld } from '#worker';

export interface AskOptions {
  /** Settle what is under way and answer, or throw ReleaseError `cancelled`. */
  readonly signal?: AbortSignal;
  /** Ends the process that does the work, at once: then `cancelled` is thrown, whatever was under way. Only for {@link WorkerClient.runJob}. */
  readonly abort?: AbortSignal;
  readonly onEvent?: (event: JobEvent) => void;
  /** Has somebody log in again while the job waits; without it the job stops. */
  readonly onLoginEnded?: (ended: LoginEnded) => Promise<'again' | 'stop'>;
}

export interface JobOptions extends AskOptions {
  /** The data folder of the sandbox that the job is about, when it is not to be the one of the settings as they are by now. */
  readonly sandboxFolder?: string | undefined;
}

/** The editor's side of its child processes: one for the questions of each world, and one for each job. */
export interface WorkerClient {
  /**
   * Asks the world's standing process, which is started when first needed and again when it has died.
   * @throws ReleaseError what the operation throws; `internal` when the process dies; `cancelled`; `workspace-untrusted`
   */
  ask<O extends Operation>(
    world: WorkerWorld,
    operation: O,
    input: Operations[O]['input'],
    options?: AskOptions,
  ): Promise<Operations[O]['answer']>;
  /** The same in a process of its own, which goes on to settle the job when this window is gone. */
  runJob<O extends 'plan' | 'verify' | 'mirror' | 'planChart' | 'injectChart'>(
    world: WorkerWorld,
    operation: O,
    input: Operations[O]['input'],
    options?: JobOptions,
  ): Promise<Operations[O]['answer']>;
  /** Ends the world's standing process after what it is doing; the next question starts a new one (new settings, another sandbox folder). */
  restart(world: WorkerWorld): void;
  dispose(): void;
}
