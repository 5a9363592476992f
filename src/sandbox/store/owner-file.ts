import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type HostsMap, readHostsMap } from '../hosts-map.ts';
import { isRecord } from './narrow.ts';

/** What `owner.json` in a data folder says: which process serves the folder, and where. */
export interface Owner {
  readonly pid: number;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly hostsMap: HostsMap;
}

/** How long a file that says nothing readable may be one that is being written, in milliseconds. */
const writingTime = 300;

const fileName = 'owner.json';

/** The live owner of a data folder, if it has one. */
export async function liveOwner(folder: string): Promise<Owner | undefined> {
  const owner = await readOwner(join(folder, fileName));
  return owner && (await isAlive(owner)) ? owner : undefined;
}

/**
 * Takes a data folder for this process, for good or until the returned function gives it back. Undefined when another live
 * process has it. What a dead owner left is moved aside first, under a name of its own, so that of two processes which both
 * find it only one can remove it; if it turns out that a live one was moved, it is put back.
 */
export async function takeFolder(folder: string, owner: Owner): Promise<(() => Promise<void>) | undefined> {
  const path = join(folder, fileName);
  for (;;) {
    if (await createOwner(path, owner)) return () => giveBack(path, owner);
    const found = await readOwner(path, writingTime);
    if (found && (await isAlive(found))) return undefined;
    const aside = join(folder, `${fileName}.${randomUUID()}`);
    if (!(await rename(path, aside).then(() => true, absent))) continue;
    const moved = await readOwner(aside);
    if (moved && (await isAlive(moved))) {
      await createOwner(path, moved);
      await rm(aside, { force: true });
      return undefined;
    }
    await rm(aside, { force: true });
  }
}

async function createOwner(path: string, owner: Owner): Promise<boolean> {
  const file = await open(path, 'wx', 0o600).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return undefined;
    throw error;
  });
  if (!file) return false;
  try {
    await file.writeFile(`${JSON.stringify(owner, undefined, 2)}\n`);
  } finally {
    await file.close();
  }
  return true;
}

async function giveBack(path: string, owner: Owner): Promise<void> {
  const found = await readOwner(path);
  if (found?.pid === owner.pid && found.startedAt === owner.startedAt) await rm(path, { force: true });
}

/** `patience`: how long to wait, in milliseconds, for a file that is there to become readable. */
async function readOwner(path: string, patience = 0): Promise<Owner | undefined> {
  const deadline = performance.now() + patience;
  for (;;) {
    const text = await readFile(path, 'utf8').catch(absent);
    if (text === false) return undefined;
    const owner = parseOwner(text);
    if (owner || performance.now() > deadline) return owner;
    await sleep(20);
  }
}

function parseOwner(text: string): Owner | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(value) || typeof value.pid !== 'number' || typeof value.startedAt !== 'string') return undefined;
  const hostsMap = readHostsMap(value.hostsMap);
  return hostsMap && { pid: value.pid, startedAt: value.startedAt, hostsMap };
}

/**
 * A process number alone proves little, numbers are used again (after a restart of the machine, soon): its port must answer
 * too.
 */
async function isAlive(owner: Owner): Promise<boolean> {
  return processExists(owner.pid) && (await accepts(owner.hostsMap.aws.endpoint));
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it exists and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function accepts(endpoint: string): Promise<boolean> {
  if (!URL.canParse(endpoint)) return false;
  const { hostname, port } = new URL(endpoint);
  if (hostname !== '127.0.0.1') return false;
  const socket = connect({ host: hostname, port: Number(port) });
  try {
    return await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
  } finally {
    socket.destroy();
  }
}

function absent(error: unknown): false {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
  throw error;
}
