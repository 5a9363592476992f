import * as vscode from 'vscode';
import type { Place, WorkerWorld } from '#worker';
import { readSetting } from '../read-setting.ts';
import type { SettingsFiles } from './settings-files.ts';

/** What the user has chosen, as it is kept for the workspace. */
export interface Selected {
  readonly world: WorkerWorld;
  /** The marketplace.yaml, absolute; the first of the workspace when absent. */
  readonly settings?: string;
  readonly target?: string;
  readonly profile?: string;
}

/** Where a job would run: the place, and the world it is in. */
export interface Whereabouts {
  readonly world: WorkerWorld;
  readonly place: Place;
}

const key = 'selected';

/** Which release, target, profile and world the views and jobs are about; kept for the workspace. */
export class Selection implements vscode.Disposable {
  readonly #memory: vscode.Memento;
  readonly #settingsFiles: SettingsFiles;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;

  readonly onDidChange = this.#changed.event;

  constructor(memory: vscode.Memento, settingsFiles: SettingsFiles) {
    this.#memory = memory;
    this.#settingsFiles = settingsFiles;
    this.#subscription = settingsFiles.onDidChange(() => this.#changed.fire());
  }

  get current(): Selected {
    return this.#memory.get<Selected>(key) ?? { world: 'aws' };
  }

  async choose(selected: Selected): Promise<void> {
    await this.#memory.update(key, selected);
    this.#changed.fire();
  }

  /**
   * Where a job for these settings (else for the chosen ones) would run. In the sandbox's world no profile counts. Undefined when there
   * are no settings, and the world is not the sandbox's, which has a registry of its own to show.
   */
  async whereabouts(settings?: vscode.Uri): Promise<Whereabouts | undefined> {
    const { world, target, profile, settings: chosen } = this.current;
    const files = await this.#settingsFiles.all();
    const file = settings?.fsPath ?? files.find(({ fsPath }) => fsPath === chosen)?.fsPath ?? files[0]?.fsPath;
    if (file === undefined) return world === 'sandbox' ? { world, place: {} } : undefined;
    // A target or profile was chosen for one file; another may not have it.
    const isChosen = chosen === undefined || chosen === file;
    const asWhom = (isChosen ? profile : undefined) ?? (readSetting('profile') || undefined);
    return {
      world,
      place: {
        settings: file,
        ...(isChosen && target !== undefined ? { target } : {}),
        ...(world === 'aws' && asWhom !== undefined ? { profile: asWhom } : {}),
      },
    };
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}
