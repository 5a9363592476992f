import type { HeldSandbox, Machine } from '#composition';
import type { Files, JobEvent } from '#jobs';
import type { ChartRecords } from './chart-records.ts';
import type { LoginQuestions } from './login-questions.ts';
import type { OpenPlaces } from './open-places.ts';
import type { Operation, Operations, WorkerWorld } from './protocol.ts';
import type { Records } from './records.ts';
import type { SignedInLogins } from './signed-in.ts';

/** What the operations of a worker share: made once, from its start message. */
export interface Surroundings {
  readonly world: WorkerWorld;
  readonly machine: Machine;
  /** All by their absolute names. */
  readonly files: Files;
  readonly places: OpenPlaces;
  readonly records: Records;
  readonly charts: ChartRecords;
  /** Asks the editor when a login has ended. */
  readonly questions: LoginQuestions;
  /** What the editor keeps for registries; empty in the sandbox's world. */
  readonly signedIn: SignedInLogins;
  /** Only in its own world. */
  readonly sandbox: HeldSandbox | undefined;
  /** For the editor's log. */
  readonly warn: (message: string) => void;
}

/** What an operation is given besides its input. */
export interface OperationContext extends Surroundings {
  readonly signal: AbortSignal;
  readonly emit: (event: JobEvent) => void;
}

/** Answers one question, or does one job. @throws ReleaseError; the signal's reason */
export type Operate<O extends Operation> = (
  input: Operations[O]['input'],
  context: OperationContext,
) => Promise<Operations[O]['answer']>;
