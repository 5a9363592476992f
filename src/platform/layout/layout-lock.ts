import { randomBytes } from 'node:crypto';
import { open, readFile, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { codeOf } from '../error-code.ts';
import { layoutTrouble } from './layout-trouble.ts';

/** Whoever holds the lock writes one small file: this is many times what that takes. */
const patienceMs = 30_000;
const askEveryMs = 25;
/** Nobody needs the lock for so long: its holder is gone. */
const abandonedMs = 300_000;

/**
 * Does something while no other process does the same in a layout: the lock is a file that names its holder. One whose holder is gone
 * is taken over.
 * @throws ReleaseError `layout-unusable` when another process does not let go; what the task throws
 */
export async function withLayoutLock<T>(folder: string, lock: string, task: () => Promise<T>): Promise<T> {
  // Each lock is another one, so that nobody takes somebody else's for his own.
  const ours = `${process.pid} at ${hostname()}\n${randomBytes(6).toString('hex')}\n`;
  await take(folder, lock, ours);
  try {
    return await task();
  } finally {
    // Whoever held it for too long may have lost it.
    await removeIf(lock, ours);
  }
}

async function take(folder: string, lock: string, ours: string): Promise<void> {
  for (const began = performance.now(); ; ) {
    if (await create(lock, ours)) return;
    const holder = await read(lock);
    const isFree = holder !== undefined && (await isGone(lock, holder)) && (await takeAway(lock, holder, ours));
    if (isFree) continue;
    if (performance.now() - began > patienceMs) {
      const hint = `Wait for its end. If there is no such process any more, remove ${lock}`;
      throw layoutTrouble(folder, `is being written by another process (${holder?.split('\n')[0] || 'unknown'})`, hint);
    }
    await pause(askEveryMs);
  }
}

async function create(lock: string, holder: string): Promise<boolean> {
  try {
    const handle = await open(lock, 'wx');
    try {
      await handle.writeFile(holder);
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** A process of this machine is looked up; whatever else holds a lock, also another process by now under its number, is judged by age. */
async function isGone(lock: string, holder: string): Promise<boolean> {
  const [, pid, host] = /^(\d+) at (.*)\n/.exec(holder) ?? [];
  if (pid !== undefined && host === hostname() && !isAlive(Number(pid))) return true;
  return isOld(lock);
}

async function isOld(file: string): Promise<boolean> {
  const at = (await stat(file).catch(() => undefined))?.mtimeMs;
  return at !== undefined && Date.now() - at > abandonedMs;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/**
 * Removes the lock that was looked at, and no other. One at a time takes locks away, so that none can be made between looking and removing.
 * @returns false when somebody else is at it
 */
async function takeAway(lock: string, holder: string, ours: string): Promise<boolean> {
  const turn = `${lock}.turn`;
  if (!(await create(turn, ours))) {
    // Its process was ended in these few lines.
    if (await isOld(turn)) await rm(turn, { force: true });
    return false;
  }
  try {
    await removeIf(lock, holder);
    return true;
  } finally {
    await rm(turn, { force: true });
  }
}

async function removeIf(lock: string, holder: string): Promise<void> {
  if ((await read(lock)) === holder) await rm(lock, { force: true });
}

function read(lock: string): Promise<string | undefined> {
  return readFile(lock, 'utf8').catch(() => undefined);
}
