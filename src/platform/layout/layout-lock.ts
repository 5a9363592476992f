import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { codeOf, isNothing, layoutTrouble } from './layout-trouble.ts';

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
  await take(folder, lock);
  try {
    return await task();
  } finally {
    await rm(lock, { force: true });
  }
}

async function take(folder: string, lock: string): Promise<void> {
  for (const began = performance.now(); ; ) {
    if (await create(lock)) return;
    const holder = await readFile(lock, 'utf8').catch(() => undefined);
    if (holder !== undefined && (await isGone(lock, holder))) await takeAway(lock, holder);
    else if (performance.now() - began > patienceMs) {
      const hint = `Wait for its end. If there is no such process any more, remove ${lock}`;
      throw layoutTrouble(folder, `is being written by another process (${holder?.trim() || 'unknown'})`, hint);
    } else await pause(askEveryMs);
  }
}

async function create(lock: string): Promise<boolean> {
  try {
    const handle = await open(lock, 'wx');
    try {
      await handle.writeFile(`${process.pid} at ${hostname()}\n`);
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
  const [, pid, host] = /^(\d+) at (.*)\n$/.exec(holder) ?? [];
  if (pid !== undefined && host === hostname() && !isAlive(Number(pid))) return true;
  const at = (await stat(lock).catch(() => undefined))?.mtimeMs;
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

/** Moved aside first, because somebody else may be taking it over too: only the lock that was looked at is removed. */
async function takeAway(lock: string, holder: string): Promise<void> {
  const aside = `${lock}.${randomBytes(6).toString('hex')}`;
  try {
    await rename(lock, aside);
  } catch (error) {
    if (isNothing(error)) return;
    throw error;
  }
  if ((await readFile(aside, 'utf8')) === holder) await rm(aside, { force: true });
  else await rename(aside, lock);
}
