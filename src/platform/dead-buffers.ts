import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What may lie about at most. A collection takes about a millisecond: this often, a few hundredths of the time that moving the bytes takes. */
const mostBytes = 4_194_304;

/**
 * Frees the buffers that sockets and files are read into, some 64 KiB each. V8 counts only the little objects that hold them, so that dozens of
 * megabytes of them would wait for the next collection of its own; told how much was read, this asks for a short one in time.
 */
export class DeadBuffers {
  #readBytes = 0;
  #collect: Collector | undefined;

  /** Another buffer of so many bytes was read, and will be forgotten soon. */
  add(bytes: number): void {
    this.#readBytes += bytes;
    if (this.#readBytes < mostBytes) return;
    this.#readBytes = 0;
    this.#collect ??= collector();
    this.#collect({ type: 'minor' });
  }
}

type Collector = (options: { readonly type: 'minor' }) => void;

/** V8 shows its collector only to contexts that begin after the flag is set. Where it can't be had, memory waits for V8's own time. */
function collector(): Collector {
  const shown: unknown = Reflect.get(globalThis, 'gc') ?? exposed();
  return typeof shown === 'function' ? (options) => void shown(options) : () => undefined;
}

function exposed(): unknown {
  try {
    setFlagsFromString('--expose-gc');
    return runInNewContext('typeof gc === "function" ? gc : undefined');
  } catch {
    return undefined;
  }
}
