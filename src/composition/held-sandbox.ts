import { connect } from 'node:net';
import { ReleaseError } from '#problem';
import { type SandboxProcess, type SandboxStart, startSandboxProcess } from './sandbox-process.ts';

/** What a process that goes on for long has to say and to choose about its sandbox. */
export interface HeldSandboxOptions extends Omit<SandboxStart, 'signal'> {
  /** Told whenever another one is used, or none any more. */
  readonly onChange?: (sandbox: SandboxProcess | undefined) => void;
  /** How often to look whether it is still there, in ms. */
  readonly lookEveryMs?: number;
}

/** A sandbox that has gone as soon as it was found, so often, is not going to stay. */
const mostStarts = 5;
/** A connection on this machine is taken at once or not at all. */
const patienceMs = 1000;

/**
 * The sandbox of a process that goes on for long: started, or found running, when it is first needed. When whoever serves it goes away
 * while it is in use, it is had again on the same folder, which means the same ports: requests that are tried again reach it. When nobody
 * uses it, somebody may have ended it on purpose: then it is had again when it is next needed.
 */
export class HeldSandbox {
  readonly #options: HeldSandboxOptions;
  readonly #lookEveryMs: number;
  #current: Promise<SandboxProcess> | undefined;
  #look: NodeJS.Timeout | undefined;
  #underway = 0;
  /** How often it was had again for what is under way. */
  #again = 0;

  constructor(options: HeldSandboxOptions) {
    this.#options = options;
    this.#lookEveryMs = options.lookEveryMs ?? 2000;
  }

  /** @throws ReleaseError `internal` when it does not start */
  async use(): Promise<SandboxProcess> {
    for (let start = 1; start <= mostStarts; start++) {
      const asked = this.#current ?? this.#open();
      const sandbox = await asked;
      if (await isThere(sandbox)) return sandbox;
      this.#forget(asked);
    }
    throw new ReleaseError('internal', `The sandbox ended ${mostStarts} times as soon as it had been started`, {
      hint: 'Start it in a terminal of its own to see more: marketplace-release sandbox',
    });
  }

  /** Does something that the sandbox is wanted for all the time, whenever it asks. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    if (this.#underway++ === 0) this.#again = 0;
    try {
      return await work();
    } finally {
      this.#underway--;
    }
  }

  /** Ends it when it is ours, and looks after it no longer. */
  async stop(): Promise<void> {
    const held = this.#current;
    if (!held) return;
    this.#forget(held);
    this.#options.onChange?.(undefined);
    await held.then(
      (sandbox) => sandbox.close(),
      () => undefined,
    );
  }

  #open(): Promise<SandboxProcess> {
    // Shared by all who ask, so no single one's cancel may end it.
    const opened = startSandboxProcess({ ...this.#options, signal: new AbortController().signal });
    this.#current = opened;
    opened.then(
      (sandbox) => {
        if (this.#current !== opened) return;
        this.#options.onChange?.(sandbox);
        this.#watch(opened, sandbox);
      },
      () => {
        if (this.#forget(opened)) this.#options.onChange?.(undefined);
      },
    );
    return opened;
  }

  /** Another's is looked at from time to time; the end of ours is known at once, and answered after as long. */
  #watch(opened: Promise<SandboxProcess>, sandbox: SandboxProcess): void {
    if (sandbox.isOurs) void sandbox.ended.then(() => this.#later(opened, sandbox));
    else this.#later(opened, sandbox);
  }

  #later(opened: Promise<SandboxProcess>, sandbox: SandboxProcess): void {
    if (this.#current !== opened) return;
    // Looking must not keep the process alive.
    this.#look = setTimeout(async () => {
      const there = await isThere(sandbox);
      if (this.#current !== opened) return;
      if (there) this.#later(opened, sandbox);
      else this.#gone(opened);
    }, this.#lookEveryMs).unref();
  }

  #gone(opened: Promise<SandboxProcess>): void {
    if (this.#underway > 0 && this.#again < mostStarts) {
      this.#again++;
      this.#open().catch(() => undefined);
    } else if (this.#forget(opened)) this.#options.onChange?.(undefined);
  }

  /** Whether it had been the current one. */
  #forget(asked: Promise<SandboxProcess>): boolean {
    if (this.#current !== asked) return false;
    this.#current = undefined;
    clearTimeout(this.#look);
    return true;
  }
}

/** Whether something takes connections where the sandbox answers for AWS. */
async function isThere({ hosts }: SandboxProcess): Promise<boolean> {
  const { hostname, port } = new URL(hosts.aws?.endpoint ?? 'http://127.0.0.1:1');
  const socket = connect({ host: hostname, port: Number(port), timeout: patienceMs });
  try {
    return await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      for (const event of ['error', 'timeout'] as const) socket.once(event, () => resolve(false));
    });
  } finally {
    socket.destroy();
  }
}
