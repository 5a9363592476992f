import { spawn } from 'node:child_process';
import path from 'node:path';
import type { ProgramEnd } from '#jobs';
import { type Code, ReleaseError } from '#problem';
import { codeOf } from '../error-code.ts';
import { endTree } from './end-tree.ts';

/** Kept of what a program writes to stderr: its last words. */
const maxErrorBytes = 16_384;
/** Who writes more there is told by nothing but itself any more: scanners write some hundred kB while they fetch a database. */
const mostErrorBytes = 16_777_216;
/** In which a program that is asked to end may tidy up. */
const graceMs = 5000;
/** In which what it wrote last arrives, though somebody else may hold the other end of the pipe for ever. */
const drainMs = 2000;

interface ProgramRun {
  readonly program: string;
  readonly failure: Code;
  readonly arguments: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly folder: string;
  readonly timeoutMs: number;
  readonly maxOutputBytes: number;
}

/**
 * Runs a program until it and all that it has started have ended.
 * @throws the signal's reason, once they have; ReleaseError with the run's `failure` when it cannot be started
 */
export function runProgram(run: ProgramRun, signal?: AbortSignal): Promise<ProgramEnd> {
  const { program, timeoutMs, maxOutputBytes } = run;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const child = spawn(program, run.arguments, {
      cwd: run.folder,
      env: run.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, to end it as a whole; a Ctrl-C is ours to pass on.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    const output: Buffer[] = [];
    let length = 0;
    let errors = Buffer.alloc(0);
    let errorLength = 0;
    let stopped: ProgramEnd['stopped'];
    let timer: NodeJS.Timeout | undefined;
    const kill = () => endTree(child, 'SIGKILL');
    const stop = () => {
      endTree(child, 'SIGTERM');
      timer ??= setTimeout(kill, graceMs);
    };
    const stopFor = (why: ProgramEnd['stopped']) => {
      stopped ??= why;
      stop();
    };
    const limit = setTimeout(() => stopFor('time'), timeoutMs);
    const settle = (done: () => void) => {
      clearTimeout(limit);
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      process.removeListener('exit', kill);
      done();
    };
    signal?.addEventListener('abort', stop, { once: true });
    // When we end before it, it must not stay behind.
    process.once('exit', kill);
    child.stdout.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= maxOutputBytes) output.push(chunk);
      else if (stopped === undefined) {
        output.length = 0;
        stopFor('output');
      }
    });
    child.stderr.on('data', (chunk: Buffer) => {
      errorLength += chunk.length;
      errors = Buffer.concat([errors, chunk]).subarray(-maxErrorBytes);
      if (errorLength > mostErrorBytes && stopped === undefined) stopFor('errors');
    });
    child.on('error', (error) =>
      settle(() => {
        const name = path.basename(program);
        const why = codeOf(error) ?? error.message;
        const hint = 'Check that it is installed and can be started.';
        reject(new ReleaseError(run.failure, `${name} cannot be started (${why})`, { hint, cause: error }));
      }),
    );
    child.on('exit', () => {
      clearTimeout(timer);
      // On Windows nobody could tell any more whose its processes were.
      if (process.platform !== 'win32') kill();
      timer = setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, drainMs);
    });
    child.on('close', (status) =>
      settle(() => {
        if (signal?.aborted) return reject(signal.reason);
        resolve({
          status: status ?? undefined,
          output: Buffer.concat(output),
          errors: errors.toString('utf8'),
          ...(stopped ? { stopped } : {}),
        });
      }),
    );
  });
}
