import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What may lie about at most. A collection takes a millisecond; so often it is a hundredth of the time that moving the bytes takes. */
const mostBytes = 4_194_304;

/**
 * Frees the buffers that sockets and files are read into, some 64 KiB each. V8 counts only the little objects that hold them, so that dozens of
 * megabytes of them would wait for the next collection of its own; told how much was read, this asks for a short one in time.
 */
export class DeadBuffers {
  #readBytes = 0;
  #collect: ((options: { readonly type: 'minor' }) => void) | undefined;

  /** Another buffer of so many bytes was read, and will be forgotten soon. */
  add(bytes: number): void {
    this.#readBytes += bytes;
    if (this.#readBytes < mostBytes) return;
    this.#readBytes = 0;
    this.#collect ??= exposedCollector();
    this.#collect({ type: 'minor' });
  }
}

/** V8 shows its collector only to contexts that begin after the flag is set. */
function exposedCollector(): (options: { readonly type: 'minor' }) => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc');
}
