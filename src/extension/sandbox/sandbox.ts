import * as vscode from 'vscode';
import { ReleaseError } from '#problem';
import type { SandboxOutline } from '#worker';
import type { ContextState } from '../context-state.ts';
import type { Selection } from '../selection/selection.ts';
import type { Workers } from '../worker/workers.ts';
import type { SandboxControl } from './sandbox-control.ts';

/** The sandbox, as the standing process of its world tells of it: also when a question has started it, or it was had again. */
export class Sandbox implements SandboxControl {
  readonly #workers: Workers;
  readonly #selection: Selection;
  readonly #contextState: ContextState;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  #running: SandboxOutline | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(workers: Workers, selection: Selection, contextState: ContextState) {
    this.#workers = workers;
    this.#selection = selection;
    this.#contextState = contextState;
    this.#subscription = workers.onDidChangeSandbox((sandbox) => this.#use(sandbox));
  }

  get running(): SandboxOutline | undefined {
    return this.#running;
  }

  async start(): Promise<SandboxOutline> {
    const sandbox = await this.#workers.ask('sandbox', 'startSandbox', {});
    this.#use(sandbox);
    await this.#selection.choose({ ...this.#selection.current, world: 'sandbox' });
    return sandbox;
  }

  async stop(): Promise<void> {
    if (this.#workers.hasJob('sandbox')) {
      // It would have the sandbox again at once.
      throw new ReleaseError('usage', 'A job is under way in the sandbox', {
        hint: 'Cancel it or wait for its end, then stop the sandbox.',
      });
    }
    // First, so that no view asks for it once more.
    await this.#selection.choose({ ...this.#selection.current, world: 'aws' });
    await this.#workers.ask('sandbox', 'stopSandbox', {});
    this.#workers.restart('sandbox');
    this.#use(undefined);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #use(sandbox: SandboxOutline | undefined): void {
    if (JSON.stringify(sandbox) === JSON.stringify(this.#running)) return;
    this.#running = sandbox;
    this.#contextState.set('marketplaceRelease.sandboxRunning', sandbox !== undefined);
    this.#changed.fire();
  }
}
