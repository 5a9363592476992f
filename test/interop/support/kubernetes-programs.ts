import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const programs = fileURLToPath(new URL('../../../.cache/kubernetes/', import.meta.url));

export interface ProgramResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where `.ci/kubernetes.mjs` put a program. */
export function kubernetesProgram(name: 'helm' | 'kubectl'): string {
  const program = path.join(programs, name);
  if (!existsSync(program)) throw new Error(`${name} is not there: run node .ci/kubernetes.mjs`);
  return program;
}

/** Helm and kubectl as released, with a home and caches of their own. */
export class KubernetesPrograms {
  readonly home = mkdtempSync(path.join(tmpdir(), 'kubernetes-home-'));

  /** Runs Helm. @throws when it does not end with 0 */
  async helm(...args: string[]): Promise<string> {
    return succeeded(['helm', ...args], await this.run('helm', args));
  }

  /** Runs kubectl. @throws when it does not end with 0 */
  async kubectl(...args: string[]): Promise<string> {
    return succeeded(['kubectl', ...args], await this.run('kubectl', args));
  }

  run(program: 'helm' | 'kubectl', args: readonly string[], input?: string): Promise<ProgramResult> {
    const child = spawn(kubernetesProgram(program), args, {
      cwd: this.home,
      env: { PATH: process.env.PATH ?? '', HOME: this.home, TMPDIR: this.home, NO_PROXY: '127.0.0.1' },
      stdio: 'pipe',
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    // It may end before it has read all of it.
    child.stdin.on('error', () => undefined).end(input ?? '');
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (status) => resolve({ status, stdout, stderr }));
    });
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}

function succeeded(command: readonly string[], { status, stdout, stderr }: ProgramResult): string {
  if (status !== 0) throw new Error(`${command.join(' ')} ended with ${status}\n${stderr}\n${stdout}`);
  return stdout;
}
