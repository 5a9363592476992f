import * as vscode from 'vscode';
import type { PlanTarget } from '#jobs';
import type { WorkerClient } from '../worker/worker-client.ts';
import type { Selection, Whereabouts } from './selection.ts';

/** What is known of the chosen target because somebody has asked for something there. Never asks on its own account. */
export class KnownTarget implements vscode.Disposable {
  readonly #workers: Pick<WorkerClient, 'ask'>;
  readonly #log: Pick<vscode.LogOutputChannel, 'debug'>;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  #target: PlanTarget | undefined;
  #account: string | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(workers: Pick<WorkerClient, 'ask'>, selection: Selection, log: Pick<vscode.LogOutputChannel, 'debug'>) {
    this.#workers = workers;
    this.#log = log;
    this.#subscription = selection.onDidChange(() => this.#use(undefined, undefined));
  }

  get target(): PlanTarget | undefined {
    return this.#target;
  }

  /** Whose credentials are used, in AWS's world. */
  get account(): string | undefined {
    return this.#account;
  }

  /** The chosen target has answered: so whose credentials those were may be asked too. Without an answer nothing is shown of it. */
  learned({ world, place }: Whereabouts, target: PlanTarget): void {
    if (JSON.stringify(target) === JSON.stringify(this.#target)) return;
    this.#use(target, undefined);
    if (world !== 'aws' || target.kind === 'oci') return;
    this.#workers.ask(world, 'identity', { place }).then(
      ({ account }) => {
        if (this.#target === target) this.#use(target, account);
      },
      (error) => this.#log.debug(`The account is not known: ${error}`),
    );
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #use(target: PlanTarget | undefined, account: string | undefined): void {
    this.#target = target;
    this.#account = account;
    this.#changed.fire();
  }
}
