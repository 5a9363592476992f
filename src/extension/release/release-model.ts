import * as vscode from 'vscode';
import { ReleaseError } from '#problem';
import { kindOfFile } from '#release';
import type { ReleaseOutline } from '#worker';
import { absoluteFile, fileKey } from '../jobs/results/job-result.ts';
import type { Whereabouts } from '../selection/selection.ts';
import type { Services } from '../services.ts';
import { settingsHash } from './settings-hash.ts';

/** A release as its files are on disk. */
export interface LoadedRelease {
  readonly settings: string;
  readonly where: Whereabouts;
  readonly settingsHash: string;
  /** Without it, the failure says why. */
  readonly outline?: ReleaseOutline;
  readonly failure?: ReleaseError;
}

/** All files of a release, as they were told. */
export function filesOf({ files, forms }: ReleaseOutline): readonly string[] {
  return [...files.map(({ file }) => file), ...forms];
}

/** The releases of the workspace, read when somebody asks, and again when files change; their problems go to their lines. */
export class ReleaseModel implements vscode.Disposable {
  readonly #services: Pick<Services, 'workers' | 'selection' | 'settingsFiles' | 'problems' | 'log'>;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #reading = new vscode.EventEmitter<void>();
  readonly #arrived = new vscode.EventEmitter<LoadedRelease>();
  readonly #loading = new Map<string, Promise<LoadedRelease>>();
  readonly #known = new Map<string, LoadedRelease>();
  /** Files that problems were put on, by settings. */
  readonly #marked = new Map<string, readonly string[]>();

  /** A release is about to be read. */
  readonly onWillRead = this.#reading.event;
  /** Something was read again. */
  readonly onDidChange = this.#changed.event;
  /** A release was read, the first time too. */
  readonly onDidRead = this.#arrived.event;

  constructor(services: Pick<Services, 'workers' | 'selection' | 'settingsFiles' | 'problems' | 'log'>) {
    this.#services = services;
  }

  /** A release; asked for at most once until it is refreshed. Never throws. */
  load(settings: string): Promise<LoadedRelease> {
    const known = this.#loading.get(settings);
    if (known !== undefined) return known;
    this.#reading.fire();
    const loading = this.#read(settings).then((loaded) => {
      // A refresh may have begun in the meantime: then the newer answer counts.
      if (this.#loading.get(settings) === loading) this.#publish(loaded);
      return loaded;
    });
    this.#loading.set(settings, loading);
    return loading;
  }

  /** What is known without asking. */
  known(settings: string): LoadedRelease | undefined {
    return this.#known.get(settings);
  }

  /** Whether a file is one of those that were read, or would be if it were there. */
  isOfRelease(file: string): boolean {
    const key = fileKey(file);
    return [...this.#known.values()].some(({ settings, outline }) => {
      if (!outline) return false;
      if (filesOf(outline).some((one) => fileKey(one) === key)) return true;
      const folder = fileKey(settings).replace(/[^/]*$/, '');
      return key.startsWith(folder) && kindOfFile(key.slice(folder.length), outline.patterns) !== undefined;
    });
  }

  /** Reads again what was read, and forgets what is gone; who shows it hears of it when it is there. */
  async refresh(): Promise<void> {
    const here = new Set((await this.#services.settingsFiles.all()).map(({ fsPath }) => fsPath));
    const read = [...this.#loading.keys()];
    this.#loading.clear();
    for (const file of read) if (!here.has(file)) this.#forget(file);
    const settings = read.filter((file) => here.has(file));
    await Promise.all(settings.map((file) => this.load(file)));
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
    this.#arrived.dispose();
    this.#reading.dispose();
  }

  async #read(settings: string): Promise<LoadedRelease> {
    const { workers, selection, log } = this.#services;
    const where = (await selection.whereabouts(vscode.Uri.file(settings))) ?? { world: 'aws', place: { settings } };
    const base = { settings, where, settingsHash: await settingsHash(settings) };
    try {
      return { ...base, outline: await workers.ask(where.world, 'outline', { place: where.place }) };
    } catch (error) {
      const failure = ReleaseError.from(error);
      log.warn(`${settings} could not be read: ${failure.code}: ${failure.message}`);
      return { ...base, failure };
    }
  }

  #forget(settings: string): void {
    this.#known.delete(settings);
    this.#services.problems.replace('files', this.#marked.get(settings) ?? [], []);
    this.#marked.delete(settings);
  }

  #publish(loaded: LoadedRelease): void {
    const { settings, outline, failure, where } = loaded;
    this.#known.set(settings, loaded);
    const found = outline?.problems ?? failure?.problems ?? [];
    const problems = found.map((problem) => ({ ...problem, file: absoluteFile(problem.file, where.place) }));
    const files = [settings, ...(outline ? filesOf(outline) : [])];
    this.#services.problems.replace('files', [...(this.#marked.get(settings) ?? []), ...files], problems);
    this.#marked.set(settings, [...files, ...problems.map(({ file }) => file)]);
    this.#arrived.fire(loaded);
  }
}
