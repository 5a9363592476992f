import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export interface Command {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string;
}

export interface Measured {
  readonly status: number | null;
  readonly seconds: number;
  /** User and system time of the program and all that it started and waited for. */
  readonly cpuSeconds: number;
  /** The highest peak of any one of its processes; read every 20 ms, so that one of a shorter life counts as 0. */
  readonly peakBytes: number;
  readonly output: string;
}

/** Linux counts processor time in hundredths of a second, whatever its own clock is. */
const ticksPerSecond = 100;

/** Runs a program to its end and measures it. Needs Linux: everything is read from /proc. */
export async function measuredRun(command: Command): Promise<Measured> {
  const cpuBefore = childrensCpu();
  const began = performance.now();
  const child = spawn(command.program, command.arguments, {
    cwd: command.folder,
    env: { ...process.env, ...command.environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(command.input);
  const tail = new Tail();
  child.stdout.on('data', (chunk: Buffer) => tail.add(chunk));
  child.stderr.on('data', (chunk: Buffer) => tail.add(chunk));
  let peakBytes = 0;
  const watch = setInterval(() => {
    peakBytes = Math.max(peakBytes, ...family(child.pid ?? 0).map(peakOf));
  }, 20);
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const seconds = (performance.now() - began) / 1000;
  clearInterval(watch);
  return { status, seconds, cpuSeconds: childrensCpu() - cpuBefore, peakBytes, output: tail.text() };
}

/** Seconds of processor time of all children that have ended (proc(5): cutime and cstime). */
function childrensCpu(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) / ticksPerSecond;
}

function family(pid: number): number[] {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    const children = threads.flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    );
    return [pid, ...children.flatMap(family)];
  } catch {
    return [];
  }
}

function peakOf(pid: number): number {
  try {
    const [, kilobytes = '0'] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) * 1024;
  } catch {
    return 0;
  }
}

/** The end of what a program said: enough to tell why it failed. */
class Tail {
  #text = '';

  add(chunk: Buffer): void {
    this.#text = (this.#text + chunk.toString()).slice(-4000);
  }

  text(): string {
    return this.#text;
  }
}
