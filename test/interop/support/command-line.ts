import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../../../dist/cli.cjs', import.meta.url));

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** bytes of resident memory at its peak; undefined when the process was killed */
  readonly peakMemory: number | undefined;
}

/** A folder with release files, a home of its own, and the built program run in it. */
export class Workspace {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'release-'));
  readonly #home = mkdtempSync(path.join(tmpdir(), 'home-'));

  constructor(files: Readonly<Record<string, string | Buffer>>) {
    for (const [name, content] of Object.entries(files)) this.write(name, content);
    // Told by the process itself when it ends: sampling from outside would miss the peak. Not maxRSS, which Linux carries over from
    // the process that started it.
    writeFileSync(
      path.join(this.#home, 'peak.cjs'),
      `const fs = require('node:fs');
process.on('exit', () => fs.writeFileSync(process.env.PEAK_FILE, /VmHWM:\\s*(\\d+) kB/.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1]));`,
    );
  }

  write(name: string, content: string | Buffer): void {
    writeFileSync(path.join(this.folder, name), content);
  }

  read(name: string): string {
    return readFileSync(path.join(this.folder, name), 'utf8');
  }

  start(
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): { child: ChildProcess; ended: Promise<Ended> } {
    const peakFile = path.join(this.#home, `peak-${Math.random()}`);
    const child = spawn(process.execPath, ['--require', path.join(this.#home, 'peak.cjs'), cli, ...args], {
      cwd: this.folder,
      env: {
        PATH: process.env.PATH ?? '',
        HOME: this.#home,
        PEAK_FILE: peakFile,
        AWS_EC2_METADATA_DISABLED: 'true',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const ended = new Promise<Ended>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (status) => {
        let peakMemory: number | undefined;
        try {
          peakMemory = Number(readFileSync(peakFile, 'utf8')) * 1024;
        } catch {
          // Killed: nothing was told.
        }
        resolve({ status, stdout, stderr, peakMemory });
      });
    });
    return { child, ended };
  }

  run(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ended> {
    return this.start(args, environment).ended;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
    rmSync(this.#home, { recursive: true, force: true });
  }
}

/** The one JSON document on standard output. */
export function documentOf<T>(ended: Ended): T {
  try {
    return JSON.parse(ended.stdout) as T;
  } catch (error) {
    throw new Error(`No JSON document (status ${ended.status}):\n${ended.stdout}\n${ended.stderr}`, { cause: error });
  }
}
