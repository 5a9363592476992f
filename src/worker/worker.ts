import { ThinnedEvents } from '#composition';
import { ReleaseError } from '#problem';
import { untilAborted } from '#registry';
import { failureOf } from './failure-of.ts';
import type { OperationContext, Surroundings } from './operation.ts';
import { operations } from './operations/operations.ts';
import type { Outbox } from './outbox.ts';
import type { Operation, RegistryLogin } from './protocol.ts';

/** What has begun to write, and is settled when nobody listens any more; everything else is dropped then. */
const settled: ReadonlySet<string> = new Set<Operation>(['mirror', 'injectChart']);

/** What answers a cancel with what it has done, or found, by then. */
const reporting: ReadonlySet<string> = new Set<Operation>(['verify', 'mirror']);

/** What waits when a login has ended; everything else fails by it. */
const patient: ReadonlySet<string> = new Set<Operation>(['plan', 'verify', 'mirror']);

/** Of each blob's progress at most five events a second. */
const blobEveryMs = 200;

interface Ask {
  readonly operation: string;
  readonly controller: AbortController;
  readonly done: Promise<void>;
}

/** Answers the editor's questions, all at the same time, each with its own way to be cancelled. */
export class Worker {
  readonly #surroundings: Surroundings;
  readonly #outbox: Outbox;
  readonly #asks = new Map<number, Ask>();

  constructor(surroundings: Surroundings, outbox: Outbox) {
    this.#surroundings = surroundings;
    this.#outbox = outbox;
  }

  ask(id: number, operation: string, input: unknown): void {
    const controller = new AbortController();
    const done = this.#answer(id, operation, input, controller.signal).finally(() => this.#asks.delete(id));
    this.#asks.set(id, { operation, controller, done });
  }

  cancel(id: number): void {
    this.#asks.get(id)?.controller.abort(new ReleaseError('cancelled', 'Cancelled'));
  }

  /** Takes the answer to a question of ours. */
  reply(question: number, answer: 'again' | 'stop'): void {
    this.#surroundings.questions.answer(question, answer);
  }

  /** Takes what somebody is signed in with from now on. In the sandbox's world only its own logins exist. */
  signIn(logins: readonly RegistryLogin[]): void {
    if (this.#surroundings.world === 'aws') this.#surroundings.signedIn.replace(logins);
  }

  /** Cancels everything; resolves when what has to be settled is. */
  async settle(why: string): Promise<void> {
    const asks = [...this.#asks.values()];
    for (const { controller } of asks) controller.abort(new ReleaseError('cancelled', why));
    await Promise.all(asks.flatMap(({ operation, done }) => (settled.has(operation) ? [done] : [])));
  }

  /** Fails everything that was asked and not answered. */
  fail(error: unknown): void {
    for (const id of this.#asks.keys()) this.#outbox.send({ type: 'failure', id, failure: failureOf(error) });
  }

  async #answer(id: number, operation: string, input: unknown, signal: AbortSignal): Promise<void> {
    const events = new ThinnedEvents((event) => this.#outbox.send({ type: 'event', id, event }), {
      everyMs: blobEveryMs,
    });
    try {
      const run = operationNamed(operation);
      const { sandbox, questions } = this.#surroundings;
      const work = () => run(input, { ...this.#surroundings, signal, emit: events.push });
      const job = { id, emit: events.push, signal };
      const asking = patient.has(operation) ? () => questions.during(job, work) : work;
      const working = sandbox ? sandbox.during(asking) : asking();
      // Whoever has lost interest does not wait for what others may still be waiting for: a sandbox that starts, a login.
      const answer = await (reporting.has(operation) ? working : untilAborted(working, signal));
      events.flush();
      this.#outbox.send({ type: 'answer', id, answer });
    } catch (error) {
      events.flush();
      this.#outbox.send({ type: 'failure', id, failure: failureOf(error) });
    }
  }
}

/** The types of input and answer are the asker's and the operation's: they know them from the protocol. */
function operationNamed(name: string): (input: unknown, context: OperationContext) => Promise<unknown> {
  if (Object.hasOwn(operations, name)) return operations[name as Operation] as ReturnType<typeof operationNamed>;
  throw new ReleaseError('internal', `The editor asks for "${name}", which its worker does not know`, {
    hint: 'Reload the window: the extension was updated while it ran.',
  });
}
