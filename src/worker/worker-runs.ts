import { readFile } from 'node:fs/promises';
import { uptime } from 'node:os';

/** Where a process cannot be asked what it is: no mirror takes as long. */
const longestRunMs = 86_400_000;

/**
 * Whether a process that one of our workers was at some time is still that worker. Numbers of processes are used again: soon after the
 * machine has started, and by other users.
 * @param since when it was known to run, ms since the epoch
 */
export async function workerRuns(pid: number, since: number): Promise<boolean> {
  if (since < Date.now() - uptime() * 1000) return false;
  try {
    process.kill(pid, 0);
  } catch {
    // Also somebody else's process: ours can be asked.
    return false;
  }
  if (process.platform !== 'linux') return Date.now() - since < longestRunMs;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  // Programs are told apart by the file that they were started with, ours is the same in every version.
  return command.includes('worker.cjs');
}
