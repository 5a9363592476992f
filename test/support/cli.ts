import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { runProgram } from '../../src/cli/program.ts';
import type { OutputStream, World } from '../../src/cli/world.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Keeps what is written, and can pose as a terminal. */
export class TextStream implements OutputStream {
  text = '';
  readonly writes: string[] = [];
  readonly isTTY: boolean;
  columns: number;
  readonly rows = 24;

  readonly #heard: ((text: string) => void) | undefined;

  constructor(terminal?: { readonly columns: number }, heard?: (text: string) => void) {
    this.#heard = heard;
    this.isTTY = terminal !== undefined;
    this.columns = terminal?.columns ?? 80;
  }

  write(text: string): void {
    this.writes.push(text);
    this.text += text;
    this.#heard?.(text);
  }
}

export interface CliOptions {
  readonly directory: string;
  readonly environment?: NodeJS.ProcessEnv;
  /** Poses as a terminal of so many columns. */
  readonly terminal?: { readonly columns: number };
  /** What is typed, all at once or when it is asked for. */
  readonly input?: string | Readable;
  readonly signal?: AbortSignal;
  /** Told what is written to stderr, at once. */
  readonly heard?: (text: string) => void;
}

/** Runs the program in this process, in a world of its own: no home, no environment but what is given. */
export async function runCli(argv: readonly string[], options: CliOptions) {
  const stdout = new TextStream(options.terminal);
  const stderr = new TextStream(options.terminal, options.heard);
  const { input = [] } = options;
  const stdin =
    typeof input === 'string' ? Readable.from([input]) : input instanceof Readable ? input : Readable.from([]);
  const world: World = {
    stdout,
    stderr,
    stdin: Object.assign(stdin, { isTTY: options.terminal !== undefined }),
    environment: options.environment ?? {},
    directory: options.directory,
    home: path.join(options.directory, 'no-home'),
    program: '',
    version: '1.2.3',
    signal: options.signal ?? new AbortController().signal,
    letGo: new Promise(() => undefined),
    now: () => performance.now(),
  };
  const exitCode = await runProgram(argv, world);
  return { exitCode, stdout: stdout.text, stderr: stderr.text };
}

/** A folder for one test, with copies of folders of media/. */
export async function testFolder(...samples: readonly string[]) {
  const folder = await mkdtemp(path.join(tmpdir(), 'marketplace-release-'));
  for (const sample of samples)
    await cp(path.join(root, 'media', sample), path.join(folder, sample), { recursive: true });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Ports, times and plan ids differ from run to run. */
export function settled(text: string): string {
  return text
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z/g, 'TIME')
    .replace(/("planId": ")sha256:[0-9a-f]{64}/g, '$1ID');
}
