import { uptime } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { RememberedMirror } from '../run/remembered-mirror.ts';

const lookEveryMs = 1000;
/** After a reload the extension host of the old window takes its time to end. */
const looks = 15;

/** What time and processes are, for tests. */
interface Machine {
  readonly pid: number;
  lives(pid: number): boolean;
  pause(ms: number, signal: AbortSignal): Promise<unknown>;
}

const thisMachine: Machine = {
  pid: process.pid,
  lives: (pid) => {
    try {
      return process.kill(pid, 0);
    } catch {
      // Also somebody else's process: those of our windows can be asked.
      return false;
    }
  },
  pause: (ms, signal) => pause(ms, undefined, { signal }),
};

/**
 * Whether a remembered mirror is that of another window, which tells of it itself. One that is about to go is waited for.
 * @throws the signal's reason
 */
export async function isOfOtherWindow(
  mirror: Pick<RememberedMirror, 'owner' | 'since'>,
  signal: AbortSignal,
  machine = thisMachine,
): Promise<boolean> {
  const { owner, since = 0 } = mirror;
  // Numbers of processes are used again when the machine was started in between.
  if (owner === undefined || owner === machine.pid || since < Date.now() - uptime() * 1000) return false;
  for (let look = 0; look < looks && machine.lives(owner); look++) await machine.pause(lookEveryMs, signal);
  return machine.lives(owner);
}
