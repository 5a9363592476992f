import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { isReleaseFileName } from './release-file-name.ts';
import { filesOf, type LoadedRelease } from './release-model.ts';

const pattern = '**/{*release.json,*images.txt,*.loadform.txt}';
const leftOut = '**/node_modules/**';
const most = 2000;

type Needs = Pick<Services, 'settingsFiles' | 'contextState' | 'log'>;

/**
 * Tells menus which files are of a release: those that a marketplace.yaml governs, by their usual names or by those that it gives them. A
 * stranger's `release.json` gets nothing into its menus.
 */
export class ReleaseFiles implements vscode.Disposable {
  readonly #services: Needs;
  readonly #subscription: vscode.Disposable;
  /** By settings, as they were read. */
  readonly #read = new Map<string, readonly string[]>();
  #turn = 0;

  constructor(services: Needs, onDidRead: vscode.Event<LoadedRelease>) {
    this.#services = services;
    const { workspace } = vscode;
    const changed = ({ files }: { readonly files: readonly (vscode.Uri | { readonly newUri: vscode.Uri })[] }) => {
      if (files.some((file) => isReleaseFileName('newUri' in file ? file.newUri.path : file.path))) this.#soon();
    };
    // Not before activation is over.
    const timer = setTimeout(() => this.#soon());
    this.#subscription = vscode.Disposable.from(
      { dispose: () => clearTimeout(timer) },
      services.settingsFiles.onDidChange(() => this.#soon()),
      onDidRead(({ settings, outline }) => {
        this.#read.set(settings, outline ? filesOf(outline) : []);
        this.#soon();
      }),
      workspace.onDidCreateFiles(changed),
      workspace.onDidRenameFiles(changed),
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
        if (turn === this.#turn) this.#services.contextState.set('marketplaceRelease.files', files);
      },
      (error) => this.#services.log.debug(`Which files are of a release is not known: ${error}`),
    );
  }

  async #find(): Promise<readonly string[]> {
    const { settingsFiles } = this.#services;
    const settings = (await settingsFiles.all()).map(({ fsPath }) => fsPath);
    if (settings.length === 0) return [];
    const named = await vscode.workspace.findFiles(pattern, leftOut, most);
    const governed = await Promise.all(named.map((uri) => settingsFiles.governing(uri)));
    const usual = named.flatMap(({ fsPath }, at) => (governed[at] ? [fsPath] : []));
    const read = settings.flatMap((file) => this.#read.get(file) ?? []);
    return [...new Set([...settings, ...usual, ...read])];
  }
}
