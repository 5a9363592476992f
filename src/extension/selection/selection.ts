import * as vscode from 'vscode';
import type { Place, WorkerWorld } from '#worker';
import { readSetting } from '../read-setting.ts';
import { registryPart } from './registry-part.ts';
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

/** Editors that save by themselves do so at each pause in typing. */
const afterMs = 1000;

/** What stands in the chosen file, as far as somebody depends on it. */
interface Standing {
  readonly where: string;
  readonly text: string;
  readonly part: string;
}

/** Which release, target, profile and world the views and jobs are about; kept for the workspace. */
export class Selection implements vscode.Disposable {
  readonly #memory: Pick<vscode.Memento, 'get' | 'update'>;
  readonly #settingsFiles: Pick<SettingsFiles, 'all' | 'onDidChange'>;
  readonly #read: (file: string) => Promise<string>;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #written = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  /** Since somebody has asked where to look; before that nobody depends on anything. */
  #standing: Promise<Standing> | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** Something else is chosen, or the chosen file came, went, or says something else of its registry. */
  readonly onDidChange = this.#changed.event;
  /** The chosen file says something else, but nothing of its registry. */
  readonly onDidWrite = this.#written.event;

  /** @param read reads a file's text; empty when it cannot be read */
  constructor(
    memory: Pick<vscode.Memento, 'get' | 'update'>,
    settingsFiles: Pick<SettingsFiles, 'all' | 'onDidChange'>,
    read: (file: string) => Promise<string> = readText,
  ) {
    this.#memory = memory;
    this.#settingsFiles = settingsFiles;
    this.#read = read;
    this.#subscription = settingsFiles.onDidChange(() => this.#soon(this.#compare()));
  }

  get current(): Selected {
    return this.#memory.get<Selected>(key) ?? { world: 'aws' };
  }

  async choose(selected: Selected): Promise<void> {
    await this.#memory.update(key, selected);
    this.#change();
  }

  /**
   * Where a job for these settings (else for the chosen ones) would run. In the sandbox's world no profile counts. Undefined when there
   * are no settings, and the world is not the sandbox's, which has a registry of its own to show.
   */
  async whereabouts(settings?: vscode.Uri): Promise<Whereabouts | undefined> {
    if (!settings && !this.#standing) {
      const standing = this.#stand();
      this.#standing = standing;
      standing.catch(() => {
        if (this.#standing === standing) this.#standing = undefined;
      });
    }
    return this.#whereabouts(settings);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscription.dispose();
    this.#changed.dispose();
    this.#written.dispose();
  }

  async #whereabouts(settings?: vscode.Uri): Promise<Whereabouts | undefined> {
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

  async #stand(): Promise<Standing> {
    const where = await this.#whereabouts();
    const file = where?.place.settings;
    const text = file === undefined ? '' : await this.#read(file);
    return { where: JSON.stringify(where) ?? '', text, part: registryPart(text) };
  }

  /** A settings file came, went or was written: that the chosen one is another counts at once, its text after a pause. */
  async #compare(): Promise<void> {
    const standing = this.#standing;
    if (!standing) return this.#changed.fire();
    const before = await standing;
    const where = JSON.stringify(await this.#whereabouts()) ?? '';
    if (this.#standing !== standing) return;
    if (where !== before.where) return this.#change();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#soon(this.#compareText(standing, before)), afterMs);
  }

  async #compareText(standing: Promise<Standing>, before: Standing): Promise<void> {
    const now = this.#stand();
    const { where, text, part } = await now;
    // Something else was chosen meanwhile.
    if (this.#standing !== standing || (where === before.where && text === before.text)) return;
    this.#standing = now;
    if (where !== before.where || part !== before.part) this.#changed.fire();
    else this.#written.fire();
  }

  /** What cannot be compared may have changed. */
  #soon(comparing: Promise<void>): void {
    comparing.catch(() => this.#change());
  }

  #change(): void {
    this.#standing = undefined;
    clearTimeout(this.#timer);
    this.#changed.fire();
  }
}

async function readText(file: string): Promise<string> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.file(file)));
  } catch {
    return '';
  }
}
