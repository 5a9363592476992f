import * as vscode from 'vscode';
import type { WorkerWorld } from '#worker';
import type { Whereabouts } from '../selection/selection.ts';
import type { WorkerClient } from '../worker/worker-client.ts';
import { type JobResult, resultKey, withNewest } from './job-result.ts';

/** What is kept of a result for the workspace: the rest is the worker's record. */
type Kept = Pick<JobResult, 'record' | 'files' | 'settingsHash'>;

const key = 'results';

/** What the newest plans and reports say, by target and world; kept over a reload. */
export class JobResults implements vscode.Disposable {
  readonly #memory: vscode.Memento;
  readonly #workers: WorkerClient;
  readonly #changed = new vscode.EventEmitter<JobResult>();
  readonly #loaded = new Map<string, Promise<readonly JobResult[]>>();

  /** There is a new result. */
  readonly onDidChange = this.#changed.event;

  constructor(memory: vscode.Memento, workers: WorkerClient) {
    this.#memory = memory;
    this.#workers = workers;
  }

  /** The results of a target, the newest first. */
  of({ world, place }: Whereabouts): Promise<readonly JobResult[]> {
    const name = resultKey(world, place);
    const known = this.#loaded.get(name);
    if (known !== undefined) return known;
    const loading = Promise.all((this.#kept[name] ?? []).map((kept) => this.#read(world, kept)));
    const loaded = loading.then((results) => results.filter((result) => result !== undefined));
    this.#loaded.set(name, loaded);
    return loaded;
  }

  async add(result: JobResult): Promise<void> {
    const name = resultKey(result.world, result.place);
    const results = withNewest(await this.of(result), result);
    this.#loaded.set(name, Promise.resolve(results));
    const kept = results.map(({ record, files, settingsHash }): Kept => ({ record, files, settingsHash }));
    // The targets that were used last come last, and are kept.
    const { [name]: _, ...others } = this.#kept;
    await this.#memory.update(key, Object.fromEntries([...Object.entries(others), [name, kept]].slice(-mostTargets)));
    this.#changed.fire(result);
  }

  /** The result of a record, also of one that is not the newest. */
  async find(world: WorkerWorld, record: string): Promise<JobResult | undefined> {
    const all = (await Promise.all(this.#loaded.values())).flat();
    const found = all.find((result) => result.world === world && result.record === record);
    const kept = Object.values(this.#kept)
      .flat()
      .find((one) => one.record === record);
    return found ?? this.#read(world, kept ?? { record, files: [], settingsHash: '' });
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

  /** A record that is gone, or cannot be read any more, is no result: planning again is all it takes. */
  async #read(world: WorkerWorld, kept: Kept): Promise<JobResult | undefined> {
    const found = await this.#workers.ask(world, 'record', { record: kept.record }).catch(() => undefined);
    if (!found) return undefined;
    const { place, plan, report } = found;
    return { ...kept, world, place, plan, ...(report ? { report } : {}) };
  }
}

const mostTargets = 50;
