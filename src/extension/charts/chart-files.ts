import path from 'node:path';
import * as vscode from 'vscode';
import type { Services } from '../services.ts';

const pattern = '**/{Chart.yaml,*.tgz}';
const leftOut = '**/node_modules/**';
const most = 2000;
/** A checkout brings many files at once. */
const quietMs = 300;

/**
 * Tells menus which folders and archives are charts of a release: those that a marketplace.yaml governs. A chart of a folder without
 * one gets nothing into its menus.
 */
export class ChartFiles implements vscode.Disposable {
  readonly #services: Pick<Services, 'settingsFiles' | 'contextState' | 'log'>;
  readonly #subscription: vscode.Disposable;
  #watcher: vscode.Disposable | undefined;
  #timer: NodeJS.Timeout | undefined;
  #turn = 0;
  #isOver = false;

  constructor(services: Pick<Services, 'settingsFiles' | 'contextState' | 'log'>) {
    this.#services = services;
    // Not before activation is over.
    this.#timer = setTimeout(() => this.#look());
    this.#subscription = vscode.Disposable.from(
      { dispose: () => clearTimeout(this.#timer) },
      { dispose: () => this.#watcher?.dispose() },
      services.settingsFiles.onDidChange(() => this.#soon()),
    );
  }

  dispose(): void {
    this.#isOver = true;
    this.#turn++;
    this.#subscription.dispose();
  }

  #soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), quietMs);
  }

  #look(): void {
    const turn = ++this.#turn;
    this.#find().then(
      (files) => {
        if (turn === this.#turn) this.#services.contextState.set('marketplaceRelease.charts', files);
      },
      (error) => this.#services.log.debug(`Which folders are charts is not known: ${error}`),
    );
  }

  /** Whoever brings a chart: a terminal and git do too. A workspace without releases is not watched. */
  #watch(isWanted: boolean): void {
    if (this.#isOver || isWanted === (this.#watcher !== undefined)) return;
    this.#watcher?.dispose();
    this.#watcher = undefined;
    if (!isWanted) return;
    const watcher = vscode.workspace.createFileSystemWatcher(pattern, false, true, false);
    const changed = (uri: vscode.Uri) => {
      if (!uri.path.includes('/node_modules/')) this.#soon();
    };
    this.#watcher = vscode.Disposable.from(
      watcher,
      watcher.onDidCreate(changed),
      watcher.onDidDelete(changed),
      // A folder that is renamed in the editor is told by its own name alone.
      vscode.workspace.onDidRenameFiles(() => this.#soon()),
    );
  }

  /** Archives, each Chart.yaml, and the folder that it makes a chart. */
  async #find(): Promise<readonly string[]> {
    const { settingsFiles } = this.#services;
    const isRelease = (await settingsFiles.all()).length > 0;
    this.#watch(isRelease);
    if (!isRelease) return [];
    const named = await vscode.workspace.findFiles(pattern, leftOut, most);
    const governed = await Promise.all(named.map((uri) => settingsFiles.governing(uri)));
    const own = named.flatMap(({ fsPath }, at) => (governed[at] ? [fsPath] : []));
    return own.flatMap((file) => (file.endsWith('.tgz') ? [file] : [file, path.dirname(file)]));
  }
}
