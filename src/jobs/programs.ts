import type { Code } from '#problem';
import type { ProgramPlace } from '#scan';

/** Other programs of this machine. */
export interface Programs {
  /** The absolute name of a program on the PATH; undefined when it is not installed. */
  find(name: string): Promise<string | undefined>;
  /**
   * Runs a program to its end, in a folder of its own that is gone afterwards, and with nothing of this process's environment but
   * what every program needs. When it ends, is cancelled or is stopped, so is everything that it has started, and that is waited for.
   * @throws the signal's reason; ReleaseError with the call's `failure` when it cannot be started
   */
  run(call: ProgramCall, signal?: AbortSignal): Promise<ProgramEnd>;
}

export interface ProgramCall {
  /** Absolute. */
  readonly program: string;
  /** The code of the error when it cannot be started. */
  readonly failure: Code;
  readonly arguments: readonly string[];
  /** Files that lie in its folder, by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** Variables of this process that it gets beside the usual ones: PATH, HOME, the proxies. */
  readonly inherits: RegExp;
  environment(place: ProgramPlace): Readonly<Record<string, string>>;
  /** A host (`name[:port]`) whose own certificate authorities it needs. */
  readonly host?: string;
  readonly timeoutMs: number;
  readonly maxOutputBytes: number;
}

export interface ProgramEnd {
  /** Undefined when it was ended by a signal. */
  readonly status: number | undefined;
  /** Why we ended it: it took too long, or wrote too much, to stdout or to stderr. */
  readonly stopped?: 'time' | 'output' | 'errors';
  readonly output: Uint8Array;
  /** The end of what it wrote to stderr, as it came. */
  readonly errors: string;
}
