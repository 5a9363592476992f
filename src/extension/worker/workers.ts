import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { sandboxEnvironment } from '#composition';
import type { Operation, Operations, RegistryLogin, SandboxOutline, WorkerStart, WorkerWorld } from '#worker';
import { readSetting } from '../read-setting.ts';
import type { RegistryLogins } from '../registries/registry-logins.ts';
import { networkSection, networkSettings } from './network-settings.ts';
import { StandingWorker } from './standing-worker.ts';
import { refuseUntrusted } from './trust-guard.ts';
import type { AskOptions, JobOptions, WorkerClient } from './worker-client.ts';
import { WorkerProcess } from './worker-process.ts';

/** The child processes of this window. All that they are asked passes here, so that nothing goes round the workspace's trust. */
export class Workers implements WorkerClient, vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #log: vscode.LogOutputChannel;
  readonly #standing: Readonly<Record<WorkerWorld, StandingWorker>>;
  readonly #jobs = new Map<WorkerProcess, WorkerWorld>();
  readonly #sandboxChanged = new vscode.EventEmitter<SandboxOutline | undefined>();
  readonly #registryLogins: RegistryLogins;
  readonly #watches: vscode.Disposable;
  /** As they were read last: a process is given them when it starts. */
  #logins: readonly RegistryLogin[] = [];

  /** The standing process of the sandbox's world uses another sandbox from now on, or none any more. */
  readonly onDidChangeSandbox = this.#sandboxChanged.event;

  constructor(context: vscode.ExtensionContext, log: vscode.LogOutputChannel, registryLogins: RegistryLogins) {
    this.#context = context;
    this.#log = log;
    this.#registryLogins = registryLogins;
    this.#standing = {
      aws: new StandingWorker({ start: () => this.#fork('aws'), readsLogins: true }),
      sandbox: new StandingWorker({
        start: (onSandbox) => this.#fork('sandbox', { onSandbox }),
        onSandbox: (sandbox) => this.#sandboxChanged.fire(sandbox),
      }),
    };
    const settingsChanged = vscode.workspace.onDidChangeConfiguration((change) => {
      const isNetwork = change.affectsConfiguration(networkSection);
      if (isNetwork || change.affectsConfiguration('marketplaceRelease.awsEndpoint')) this.restart('aws');
      if (change.affectsConfiguration('marketplaceRelease.sandbox.folder')) this.restart('sandbox');
    });
    this.#watches = vscode.Disposable.from(
      settingsChanged,
      registryLogins.onDidChange(() => void this.#tellLogins()),
    );
  }

  async ask<O extends Operation>(
    world: WorkerWorld,
    operation: O,
    input: Operations[O]['input'],
    options?: AskOptions,
  ): Promise<Operations[O]['answer']> {
    refuseUntrusted(world, operation, input);
    await this.#readLogins(world);
    return this.#standing[world].ask(operation, input, options);
  }

  async runJob<O extends 'plan' | 'verify' | 'mirror' | 'planChart' | 'injectChart'>(
    world: WorkerWorld,
    operation: O,
    input: Operations[O]['input'],
    { sandboxFolder, ...options }: JobOptions = {},
  ): Promise<Operations[O]['answer']> {
    refuseUntrusted(world, operation, input);
    await this.#readLogins(world);
    const worker = this.#fork(world, { sandboxFolder });
    this.#jobs.set(worker, world);
    try {
      return await worker.ask(operation, input, options);
    } finally {
      this.#jobs.delete(worker);
      worker.letGo();
    }
  }

  /** Whether a job of a world is under way in this window. */
  hasJob(world: WorkerWorld): boolean {
    return [...this.#jobs.values()].includes(world);
  }

  restart(world: WorkerWorld): void {
    this.#standing[world].restart();
  }

  dispose(): void {
    this.#watches.dispose();
    for (const worker of [...Object.values(this.#standing)]) worker.dispose();
    for (const job of this.#jobs.keys()) job.letGo();
    this.#sandboxChanged.dispose();
  }

  async #readLogins(world: WorkerWorld): Promise<void> {
    if (world === 'aws') this.#logins = await this.#registryLogins.all();
  }

  async #tellLogins(): Promise<void> {
    await this.#readLogins('aws');
    this.#standing.aws.tellLogins(this.#logins);
    for (const [job, world] of this.#jobs) if (world === 'aws') job.tellLogins(this.#logins);
  }

  #fork(
    world: WorkerWorld,
    options: {
      readonly onSandbox?: (sandbox: SandboxOutline | undefined) => void;
      readonly sandboxFolder?: string | undefined;
    } = {},
  ): WorkerProcess {
    const { onSandbox, sandboxFolder } = options;
    return new WorkerProcess({
      file: this.#shipped('worker.cjs'),
      environment: environmentOf(world),
      start: this.#start(world, sandboxFolder ?? withHome(readSetting('sandbox.folder'))),
      log: this.#log,
      ...(onSandbox ? { onSandbox } : {}),
    });
  }

  #start(world: WorkerWorld, sandboxFolder: string): WorkerStart {
    const { globalStorageUri, extension } = this.#context;
    const awsEndpoint = readSetting('awsEndpoint');
    return {
      type: 'start',
      world,
      version: String(extension.packageJSON.version),
      program: this.#shipped('cli.cjs'),
      ...(sandboxFolder === '' ? {} : { sandboxFolder }),
      ...(awsEndpoint === '' || world === 'sandbox' ? {} : { awsEndpoint }),
      // Of all windows: a second one on the same folder has a storage folder of its own, and the first one's memory.
      records: vscode.Uri.joinPath(globalStorageUri, 'jobs').fsPath,
      ...(world === 'aws' ? { logins: this.#logins, network: networkSettings() } : {}),
    };
  }

  #shipped(file: string): string {
    return vscode.Uri.joinPath(this.#context.extensionUri, 'dist', file).fsPath;
  }
}

/** The editor's program runs as Node only when told so. */
function environmentOf(world: WorkerWorld): NodeJS.ProcessEnv {
  return world === 'sandbox' ? sandboxEnvironment(process.env) : { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
}

function withHome(folder: string): string {
  return folder.replace(/^~(?=$|[\\/])/, homedir());
}
