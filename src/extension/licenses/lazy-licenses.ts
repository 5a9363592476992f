import * as vscode from 'vscode';
import { views } from '../ids.ts';
import type { Services } from '../services.ts';
import type { LicenseDesk } from './license-desk.ts';
import type { LicenseRow } from './license-row.ts';

/** Stands for the Licenses view until somebody opens it: what it takes is loaded then. */
export class LazyLicenses implements vscode.TreeDataProvider<LicenseRow>, vscode.Disposable {
  readonly #services: Services;
  readonly #changed = new vscode.EventEmitter<LicenseRow | undefined>();
  readonly #view: vscode.TreeView<LicenseRow>;
  #loading: Promise<LicenseDesk> | undefined;
  #desk: LicenseDesk | undefined;
  #isOver = false;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(services: Services) {
    this.#services = services;
    this.#view = vscode.window.createTreeView(views.licenses, { treeDataProvider: this, showCollapseAll: true });
  }

  /** What is loaded at the moment, if anything is. */
  get model() {
    return this.#desk?.tree.model;
  }

  /** Loads it, once. */
  load(): Promise<LicenseDesk> {
    this.#loading ??= this.#start();
    return this.#loading;
  }

  getTreeItem(row: LicenseRow): vscode.TreeItem {
    return this.#desk?.tree.getTreeItem(row) ?? new vscode.TreeItem('');
  }

  resolveTreeItem(item: vscode.TreeItem, row: LicenseRow): vscode.TreeItem {
    return this.#desk?.tree.resolveTreeItem(item, row) ?? item;
  }

  getParent(row: LicenseRow): LicenseRow | undefined {
    return this.#desk?.tree.getParent(row);
  }

  async getChildren(row?: LicenseRow): Promise<LicenseRow[]> {
    return (await this.load()).tree.getChildren(row);
  }

  /** Asks again for what is shown. What nobody has looked at is not asked for. */
  refresh(): void {
    this.#desk?.tree.refresh();
  }

  dispose(): void {
    this.#isOver = true;
    this.#view.dispose();
    this.#desk?.dispose();
    this.#changed.dispose();
  }

  async #start(): Promise<LicenseDesk> {
    const { LicenseDesk } = await import('../licensing.ts');
    const desk = new LicenseDesk(this.#services, this.#view);
    desk.tree.onDidChangeTreeData((row) => this.#changed.fire(row));
    if (this.#isOver) desk.dispose();
    else this.#desk = desk;
    return desk;
  }
}
