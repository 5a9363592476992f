import type { OutputStream } from './world.ts';

/**
 * A standard stream that nobody may be listening to any more: `plan | head` closes it and the program goes on quietly to its end,
 * because a mirror must not stop in the middle for want of a reader.
 */
export class ProcessStream implements OutputStream {
  readonly #stream: NodeJS.WriteStream;
  #isClosed = false;
  /** Why output was lost, when its reader did not just go away. */
  failure: Error | undefined;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
    stream.on('error', (error: Error & { code?: string }) => {
      this.#isClosed = true;
      if (error.code !== 'EPIPE' && error.code !== 'EIO') this.failure ??= error;
    });
  }

  get isTTY(): boolean {
    return this.#stream.isTTY === true;
  }

  get columns(): number {
    return this.#stream.columns;
  }

  get rows(): number {
    return this.#stream.rows;
  }

  write(text: string): void {
    if (!this.#isClosed) this.#stream.write(text);
  }

  /** Resolves when everything written has left the process, or can't any more. */
  flushed(): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    return new Promise((resolve) => this.#stream.write('', () => resolve()));
  }
}
