import * as vscode from 'vscode';
import type { KnownChart, WorkerWorld } from '#worker';
import { resultKey } from '../jobs/results/job-result.ts';
import type { Whereabouts } from '../selection/selection.ts';
import type { WorkerClient } from '../worker/worker-client.ts';
import { afterPush, type ChartState, chartState } from './chart-state.ts';

const key = 'charts';
/** Charts that were used last are kept. */
const mostCharts = 60;

/** What the newest plans and reports say of charts, by target and world; kept over a reload. */
export class ChartStates implements vscode.Disposable {
  readonly #memory: vscode.Memento;
  readonly #workers: Pick<WorkerClient, 'ask'>;
  readonly #changed = new vscode.EventEmitter<void>();

  readonly onDidChange = this.#changed.event;

  constructor(memory: vscode.Memento, workers: Pick<WorkerClient, 'ask'>) {
    this.#memory = memory;
    this.#workers = workers;
  }

  /** What is known of a chart at a place. */
  of(where: Whereabouts, chart: string): ChartState | undefined {
    return this.#all[nameOf(where, chart)];
  }

  /** The newest record that there is of any chart, in the order in which they were planned or run. */
  async add(known: KnownChart, settingsHash: string): Promise<void> {
    const name = nameOf(known, known.wish.chart);
    const { [name]: before, ...others } = this.#all;
    const state = chartState(known, settingsHash, before);
    const kept = [...Object.entries(others), [name, state] as const].slice(-mostCharts);
    await this.#memory.update(key, Object.fromEntries(kept));
    this.#changed.fire();
  }

  /** Something was pushed: how charts stand that lack it is not known any more. */
  async pushed(references: readonly string[]): Promise<void> {
    const all = Object.entries(this.#all);
    const now = all.map(([name, state]) => [name, afterPush(state, references)] as const);
    if (now.every(([, state], at) => state === all[at]?.[1])) return;
    await this.#memory.update(key, Object.fromEntries(now));
    this.#changed.fire();
  }

  /** All that is known, the newest last, each with its world. */
  get all(): readonly { readonly world: WorkerWorld; readonly state: ChartState }[] {
    return Object.entries(this.#all).map(([name, state]) => ({
      world: name.startsWith('sandbox ') ? 'sandbox' : 'aws',
      state,
    }));
  }

  /** The record of a chart, if it is still kept. @throws ReleaseError what keeps the worker from saying */
  find(world: WorkerWorld, record: string): Promise<KnownChart | undefined> {
    return this.#workers.ask(world, 'chartRecord', { record });
  }

  dispose(): void {
    this.#changed.dispose();
  }

  get #all(): Readonly<Record<string, ChartState>> {
    return this.#memory.get<Record<string, ChartState>>(key) ?? {};
  }
}

function nameOf({ world, place }: Whereabouts, chart: string): string {
  return `${resultKey(world, place)} ${chart}`;
}
