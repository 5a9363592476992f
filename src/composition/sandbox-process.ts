import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { type HostsMap, parseHostsMap } from '#platform';
import { ReleaseError } from '#problem';
import type { Machine } from './machine.ts';
import { sandboxEnvironment } from './sandbox-environment.ts';

/** The sandbox of a command, in a process of its own. */
export interface SandboxProcess {
  readonly hosts: HostsMap;
  readonly dataDir: string;
  /** Whether it was started for this command, or had been running before. */
  readonly isOurs: boolean;
  /** Resolves when one of ours has ended, whoever ended it; never for another's. */
  readonly ended: Promise<void>;
  /** Ends ours and waits for its end; leaves another's alone. */
  close(): Promise<void>;
}

/** What it takes to start one. */
export interface SandboxStart extends Pick<Machine, 'environment' | 'home'> {
  /** The command line's own file: the sandbox is one of its commands. */
  readonly program: string;
  /** Where its state is kept; {@link defaultDataDir} unless told otherwise. */
  readonly dataDir?: string;
  readonly signal: AbortSignal;
}

/** Where the sandbox keeps its state unless told otherwise. */
export function defaultDataDir({ environment, home }: Pick<Machine, 'environment' | 'home'>): string {
  const state = environment.XDG_STATE_HOME || path.join(home, '.local', 'state');
  return path.join(state, 'marketplace-release', 'sandbox');
}

/**
 * Starts a sandbox on a data folder, or finds the one that serves it: the child says which. It ends when it is told to, and by itself
 * some time after this process is gone, whatever ended this one, because it holds a line to it: others may be in the middle of using it.
 * @throws ReleaseError `internal` when it does not start; the signal's reason
 */
export async function startSandboxProcess(start: SandboxStart): Promise<SandboxProcess> {
  const dataDir = start.dataDir ?? defaultDataDir(start);
  return spawnSandbox(start, dataDir, usualPort(dataDir)).catch((error) => {
    start.signal.throwIfAborted();
    if (ReleaseError.is(error) && error.code === 'internal') return spawnSandbox(start, dataDir, 0);
    throw error;
  });
}

/**
 * The same ports every time: a plan that was made on the sandbox names them, and could not be run in the next sandbox otherwise. A
 * group of six, below those that systems give out by themselves.
 */
function usualPort(dataDir: string): number {
  const hash = createHash('sha256').update(dataDir).digest().readUInt16BE();
  return 21_000 + 6 * (hash % 1500);
}

async function spawnSandbox(
  { program, environment, signal }: SandboxStart,
  dataDir: string,
  port: number,
): Promise<SandboxProcess> {
  const options = ['sandbox', '--json', '--data', dataDir, '--port', String(port)];
  const child = spawn(process.execPath, [program, ...options], {
    env: sandboxEnvironment(environment),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // A group of its own: Ctrl-C is for us, and we still need the sandbox while we settle.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const ready = await readyLine(child, signal).catch((error) => {
    child.kill();
    throw error;
  });
  const hosts = parseHostsMap(new TextEncoder().encode(ready), 'what the sandbox printed');
  const isOurs = /"type":"ready"/.test(ready);
  const ended = isOurs ? exitOf(child) : new Promise<void>(() => undefined);
  return { hosts, dataDir, isOurs, ended, close: () => letGo(child) };
}

/** The line that says where the sandbox is. */
function readyLine(child: ChildProcess, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    let errors = '';
    const cancel = () => reject(signal.reason);
    signal.addEventListener('abort', cancel, { once: true });
    const settled = () => signal.removeEventListener('abort', cancel);
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      errors = (errors + text).slice(-4000);
    });
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const found = output.split('\n').find((one) => /"type":"(?:ready|attached)"/.test(one) && one.endsWith('}'));
      if (found === undefined) return;
      settled();
      resolve(found);
    });
    child.once('error', (error) => {
      settled();
      reject(new ReleaseError('internal', `The sandbox could not be started: ${error.message}`, { cause: error }));
    });
    let status: number | null | undefined;
    const ended = () => {
      if (status === undefined || !child.stderr?.closed) return;
      settled();
      const hint = 'Start it in a terminal of its own to see more: marketplace-release sandbox';
      reject(new ReleaseError('internal', `The sandbox ended with status ${status}: ${errors.trim()}`, { hint }));
    };
    child.stderr?.once('close', ended);
    child.once('exit', (code) => {
      status = code;
      ended();
    });
  });
}

/** Tells the child to end; it saves its state first. */
async function letGo(child: ChildProcess): Promise<void> {
  const gone = exitOf(child);
  if (child.connected) child.send({ type: 'end' }, () => undefined);
  else child.kill();
  await gone;
}

function exitOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    // Not `close`: with a line between the processes it may never come.
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
}
