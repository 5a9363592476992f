import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { replaceFile } from '#platform';
import { ReleaseError } from '#problem';
import { jsonText } from '#text';
import { parseRecord } from './parse-record.ts';
import type { JobRecord, KnownPlan, KnownRecord, PlanRecord, RecordState } from './protocol.ts';
import { workerRuns } from './worker-runs.ts';

/** The newest are kept, of all windows. */
const mostRecords = 200;
const longestWriteMs = 600_000;

/** The records of jobs on disk: a file each, in a folder of their own, readable by their owner only. */
export class Records {
  readonly #folder: string;

  /** @param folder absolute; made when something is written */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** @throws ReleaseError `usage` for a name that is none, `plan-unreadable`, `file-not-readable` */
  async find(name: string): Promise<KnownRecord | undefined> {
    const bytes = await readFile(this.#file(name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
      throw new ReleaseError('file-not-readable', `The record ${name} cannot be read (${error.code})`, {
        cause: error,
      });
    });
    if (!bytes) return undefined;
    const record = parseRecord(bytes);
    // A verification is written down when it is over.
    return record.plan === undefined ? { ...record, state: 'ended' } : { ...record, state: await stateOf(record) };
  }

  /** @throws ReleaseError as {@link find}, and `file-not-found` when there is none */
  async read(name: string): Promise<KnownRecord> {
    const found = await this.find(name);
    if (found) return found;
    const hint = `The ${mostRecords} newest are kept. Make a new plan.`;
    throw new ReleaseError('file-not-found', `There is no record of the job ${name} any more`, { hint });
  }

  /** The record of a plan. @throws ReleaseError as {@link read}, and `plan-unreadable` when there is no plan in it */
  async readPlan(name: string): Promise<KnownPlan> {
    const found = await this.read(name);
    if (found.plan !== undefined) return found;
    throw new ReleaseError('plan-unreadable', `The record ${name} is of a verification: there is no plan in it`);
  }

  /** Refuses a name under which nothing can be kept, before there is anything to keep. @throws ReleaseError `usage` */
  requireName(name: string): void {
    this.#file(name);
  }

  /** Writes a record, whole or not at all. @throws ReleaseError `usage`, `file-not-writable` */
  async write(record: JobRecord): Promise<void> {
    const file = this.#file(record.record);
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await replaceFile(file, `${jsonText(record)}\n`, 0o600);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : error;
      throw new ReleaseError('file-not-writable', `The record of the job cannot be written to ${file} (${code})`, {
        hint: 'Free the disk, or see who may write there. Nothing was pushed.',
        cause: error,
      });
    }
  }

  /** Removes what is older than the newest, and is not running. What can't be removed stays. */
  async prune(): Promise<void> {
    const names = await readdir(this.#folder);
    const found = await Promise.all(
      names.map(async (name) => {
        const file = path.join(this.#folder, name);
        // Another window may have removed it in the meantime.
        const at = (await stat(file).catch(() => undefined))?.mtimeMs;
        return at === undefined ? [] : [{ file, name, at }];
      }),
    );
    const files = found.flat();
    const records = files.filter(({ name }) => name.endsWith('.json')).sort((a, b) => b.at - a.at);
    for (const { file, name } of records.slice(mostRecords)) {
      const known = await this.find(name.slice(0, -'.json'.length)).catch(() => undefined);
      if (known?.state !== 'running') await rm(file, { force: true });
    }
    // What a process that was ended in the middle of writing has left.
    const left = files.filter(({ name, at }) => name.endsWith('.tmp') && Date.now() - at > longestWriteMs);
    await Promise.all(left.map(({ file }) => rm(file, { force: true })));
  }

  /** The name becomes that of a file, and must not lead anywhere else. */
  #file(name: string): string {
    if (/^[A-Za-z0-9-]{1,64}$/.test(name)) return path.join(this.#folder, `${name}.json`);
    throw new ReleaseError('usage', 'A record is named by up to 64 letters, digits and dashes');
  }
}

async function stateOf({ startedAt, endedAt, pid }: PlanRecord): Promise<RecordState> {
  if (startedAt === undefined) return 'planned';
  if (endedAt !== undefined) return 'ended';
  return pid !== undefined && (await workerRuns(pid, Date.parse(startedAt))) ? 'running' : 'lost';
}
