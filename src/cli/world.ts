/** A stream that text goes to; `process.stdout` is one. */
export interface OutputStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

/** What the program has of the machine it runs on. Everything below `main.ts` takes it from here, so that tests can give another. */
export interface World {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** Answers to questions; without a terminal nothing is asked. */
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly environment: NodeJS.ProcessEnv;
  /** The working directory. */
  readonly directory: string;
  readonly home: string;
  /** This program's own file: a sandbox is started from it. */
  readonly program: string;
  readonly version: string;
  /** Fires when the user wants the program to stop, with the error that says so. */
  readonly signal: AbortSignal;
  /**
   * How a process of ours that started this one, and holds a line to it, has let go of it: `end` when it said so, `lost` when the line
   * broke. Resolves for nobody else.
   */
  readonly letGo: Promise<'end' | 'lost'>;
  /** ms, from a clock that only goes forward */
  now(): number;
}
