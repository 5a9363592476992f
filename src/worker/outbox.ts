import type { FromWorker } from './protocol.ts';
import { redacted } from './redacted.ts';

/** What messages are sent through; `process` is one. */
export interface Line {
  readonly connected: boolean;
  send?(message: unknown, handle: undefined, options: undefined, sent: (error: Error | null) => void): boolean;
}

/** The way to the editor: no words leave by it with a secret in them, and it may be gone at any time. */
export class Outbox {
  readonly #line: Line;
  #underway = 0;
  #empty: (() => void)[] = [];

  constructor(line: Line) {
    this.#line = line;
  }

  send(message: FromWorker): void {
    if (!this.#line.connected || !this.#line.send) return;
    this.#underway++;
    // Whoever is gone misses nothing: what lasts is in a job's record.
    this.#line.send(redacted(message), undefined, undefined, () => this.#sent());
  }

  /** Resolves when everything sent has left the process, or can't any more. */
  flushed(): Promise<void> {
    if (this.#underway === 0) return Promise.resolve();
    return new Promise((resolve) => this.#empty.push(resolve));
  }

  #sent(): void {
    this.#underway--;
    if (this.#underway > 0) return;
    const waiting = this.#empty;
    this.#empty = [];
    for (const resolve of waiting) resolve();
  }
}
