import path from 'node:path';
import * as vscode from 'vscode';
import type { Services } from '../services.ts';

const pattern = '**/{Chart.yaml,*.tgz}';
const leftOut = '**/node_modules/**';
const most = 2000;
const isOfChart = ({ path: name }: vscode.Uri) => /\/Chart\.yaml$|\.tgz$/.test(name);

/**
 * Tells menus which folders and archives are charts of a release: those that a marketplace.yaml governs. A chart of a folder without
 * one gets nothing into its menus.
 */
export class ChartFiles implements vscode.Disposable {
  readonly #services: Pick<Services, 'settingsFiles' | 'contextState' | 'log'>;
  readonly #subscription: vscode.Disposable;
  #turn = 0;

  constructor(services: Pick<Services, 'settingsFiles' | 'contextState' | 'log'>) {
    this.#services = services;
    // Not before activation is over.
    const timer = setTimeout(() => this.#soon());
    this.#subscription = vscode.Disposable.from(
      { dispose: () => clearTimeout(timer) },
      services.settingsFiles.onDidChange(() => this.#soon()),
      vscode.workspace.onDidCreateFiles(({ files }) => files.some(isOfChart) && this.#soon()),
      vscode.workspace.onDidRenameFiles(({ files }) => files.some(({ newUri }) => isOfChart(newUri)) && this.#soon()),
    );
  }

  dispose(): void {
    this.#turn++;
    this.#subscription.dispose();
  }

  #soon(): void {
    const turn = ++this.#turn;
    this.#find().then(
      (files) => {
        if (turn === this.#turn) this.#services.contextState.set('marketplaceRelease.charts', files);
      },
      (error) => this.#services.log.debug(`Which folders are charts is not known: ${error}`),
    );
  }

  /** Archives, each Chart.yaml, and the folder that it makes a chart. */
  async #find(): Promise<readonly string[]> {
    const { settingsFiles } = this.#services;
    if ((await settingsFiles.all()).length === 0) return [];
    const named = await vscode.workspace.findFiles(pattern, leftOut, most);
    const governed = await Promise.all(named.map((uri) => settingsFiles.governing(uri)));
    const own = named.flatMap(({ fsPath }, at) => (governed[at] ? [fsPath] : []));
    return own.flatMap((file) => (file.endsWith('.tgz') ? [file] : [file, path.dirname(file)]));
  }
}
