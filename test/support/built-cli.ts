import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { builtPrograms } from './built-programs.ts';

/** The program as it is shipped, and how to start it. */
export async function builtCli() {
  const program = path.join(await builtPrograms(), 'cli.cjs');
  return (argv: readonly string[], options: { readonly directory: string; readonly environment?: NodeJS.ProcessEnv }) =>
    new RunningCli(
      spawn(process.execPath, [program, ...argv], {
        cwd: options.directory,
        env: { PATH: process.env.PATH, HOME: options.directory, ...options.environment },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
}

/** A started program. */
class RunningCli {
  readonly child: ChildProcess;
  stdout = '';
  stderr = '';
  #changed: () => void = () => undefined;

  constructor(child: ChildProcess) {
    this.child = child;
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
      this.#changed();
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
      this.#changed();
    });
    child.once('exit', () => this.#changed());
  }

  /** Waits until something has been said; fails when the program ends without it. */
  async saying(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.stdout + this.stderr)) {
      if (this.child.exitCode !== null || this.child.signalCode !== null)
        throw new Error(`The program ended with ${this.child.exitCode}:\n${this.stdout}${this.stderr}`);
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
    }
  }

  /** The exit status, once all output has been read. */
  async ended(): Promise<number | null> {
    const { child } = this;
    if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
    return child.exitCode;
  }
}
