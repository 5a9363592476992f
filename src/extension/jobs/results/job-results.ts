import * as vscode from 'vscode';
import { type Code, ReleaseError } from '#problem';
import type { WorkerWorld } from '#worker';
import type { Whereabouts } from '../../selection/selection.ts';
import type { WorkerClient } from '../../worker/worker-client.ts';
import { isPlanResult, type JobResult, mostResults, type PlanResult, resultKey, withNewest } from './job-result.ts';

/** What is kept of a result for the workspace: the rest is the worker's record. */
type Kept = Pick<JobResult, 'record' | 'files' | 'settingsHash'>;

const key = 'results';

/** A record that cannot be read for these never will be; whatever else goes wrong with a worker passes. */
const lost: ReadonlySet<Code> = new Set<Code>(['plan-unreadable', 'usage']);

/** What the newest plans and reports say, by target and world; kept over a reload. */
export class JobResults implements vscode.Disposable {
  readonly #memory: vscode.Memento;
  readonly #workers: WorkerClient;
  readonly #changed = new vscode.EventEmitter<JobResult>();
  /** By world and record. */
  readonly #loaded = new Map<string, Promise<JobResult | undefined>>();

  /** There is a new result. */
  readonly onDidChange = this.#changed.event;

  constructor(memory: vscode.Memento, workers: WorkerClient) {
    this.#memory = memory;
    this.#workers = workers;
  }

  /** The results of a target, the newest first. */
  async of(where: Whereabouts): Promise<readonly JobResult[]> {
    const settled = await this.#load(where);
    return settled.flatMap(({ result }) => result ?? []);
  }

  async add(result: JobResult): Promise<void> {
    const { world } = result;
    const name = resultKey(world, result.place);
    const older = await this.#load(result);
    const results = withNewest(
      older.flatMap((one) => one.result ?? []),
      result,
    );
    for (const one of results) this.#loaded.set(recordKey(world, one.record), Promise.resolve(one));
    // What could not be read this time may be the next time, by this window or another one.
    const unread = older.flatMap(({ kept, hasFailed }) => (hasFailed && kept.record !== result.record ? [kept] : []));
    const kept = [
      ...results.map(({ record, files, settingsHash }): Kept => ({ record, files, settingsHash })),
      ...unread,
    ].slice(0, mostResults);
    const records = new Set(kept.map(({ record }) => record));
    for (const { record } of this.#kept[name] ?? [])
      if (!records.has(record)) this.#loaded.delete(recordKey(world, record));
    // The targets that were used last come last, and are kept.
    const { [name]: _, ...others } = this.#kept;
    await this.#memory.update(key, Object.fromEntries([...Object.entries(others), [name, kept]].slice(-mostTargets)));
    this.#changed.fire(result);
  }

  /** The result of a record, also of one that is not the newest. @throws ReleaseError what keeps the worker from saying */
  async find(world: WorkerWorld, record: string): Promise<JobResult | undefined> {
    const kept = Object.values(this.#kept)
      .flat()
      .find((one) => one.record === record);
    return kept ? this.#result(world, kept) : this.#read(world, { record, files: [], settingsHash: '' });
  }

  /** The same of a plan. @throws ReleaseError as {@link find} */
  async findPlan(world: WorkerWorld, record: string): Promise<PlanResult | undefined> {
    const found = await this.find(world, record);
    return found && isPlanResult(found) ? found : undefined;
  }

  /** Whether no newer result of its target says something of the same files. */
  async isNewest({ world, place, record }: JobResult): Promise<boolean> {
    return (await this.of({ world, place })).some((result) => result.record === record);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  get #kept(): Readonly<Record<string, readonly Kept[]>> {
    return this.#memory.get<Record<string, readonly Kept[]>>(key) ?? {};
  }

  async #load({ world, place }: Whereabouts) {
    const all = this.#kept[resultKey(world, place)] ?? [];
    const settled = await Promise.allSettled(all.map((kept) => this.#result(world, kept)));
    return all.map((kept, index) => {
      const read = settled[index];
      return {
        kept,
        result: read?.status === 'fulfilled' ? read.value : undefined,
        hasFailed: read?.status === 'rejected',
      };
    });
  }

  /** Asked for once; what could not be had is asked for again. */
  #result(world: WorkerWorld, kept: Kept): Promise<JobResult | undefined> {
    const name = recordKey(world, kept.record);
    const known = this.#loaded.get(name);
    if (known !== undefined) return known;
    const reading = this.#read(world, kept);
    this.#loaded.set(name, reading);
    reading.catch(() => {
      if (this.#loaded.get(name) === reading) this.#loaded.delete(name);
    });
    return reading;
  }

  /** A record that is gone, or will never be read, is no result: planning again is all it takes. */
  async #read(world: WorkerWorld, kept: Kept): Promise<JobResult | undefined> {
    const found = await this.#workers.ask(world, 'record', { record: kept.record }).catch((error) => {
      if (lost.has(ReleaseError.from(error).code)) return undefined;
      throw error;
    });
    if (!found) return undefined;
    const { place, sandboxFolder } = found;
    const known = { ...kept, world, place, ...(sandboxFolder === undefined ? {} : { sandboxFolder }) };
    if (found.plan === undefined) return { ...known, report: found.report };
    return { ...known, plan: found.plan, ...(found.report ? { report: found.report } : {}) };
  }
}

function recordKey(world: WorkerWorld, record: string): string {
  return `${world} ${record}`;
}

/** With {@link mostResults} of each no more than the worker keeps records. */
const mostTargets = 16;
