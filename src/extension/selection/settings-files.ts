import * as vscode from 'vscode';
import { settingsAbove } from './settings-above.ts';

const name = 'marketplace.yaml';
const pattern = `**/${name}`;
const leftOut = '**/node_modules/**';
/** More releases than this in one workspace are somebody's archive. */
const most = 200;

/**
 * The marketplace.yaml files of the workspace, one a release, and those above its folders that govern them. Looked for when first asked,
 * then kept up by watchers.
 */
export class SettingsFiles implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable[];
  /** By folder above the workspace. */
  readonly #above = new Map<string, vscode.Disposable>();
  #found: Promise<readonly vscode.Uri[]> | undefined;

  /** A file came, went or was written. */
  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#subscriptions = [
      this.#watch(pattern),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.#change()),
      this.#changed,
      { dispose: () => this.#watchAbove([]) },
    ];
  }

  /** By path. Files that are not on this machine's disk are left out: a job could not read them. */
  async all(): Promise<readonly vscode.Uri[]> {
    this.#found ??= this.#find();
    return this.#found;
  }

  /** The one that governs a file: the nearest upward. */
  async governing(file: vscode.Uri): Promise<vscode.Uri | undefined> {
    const folderOf = (uri: vscode.Uri) => uri.path.slice(0, uri.path.lastIndexOf('/') + 1);
    const above = (await this.all()).filter((settings) => file.path.startsWith(folderOf(settings)));
    return above.sort((a, b) => b.path.length - a.path.length)[0];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #find(): Promise<readonly vscode.Uri[]> {
    const found = await vscode.workspace.findFiles(pattern, leftOut, most);
    const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
    const above = await Promise.all(folders.map(({ uri }) => settingsAbove(uri.fsPath, name)));
    this.#watchAbove(above.flatMap((one) => one.folders));
    const upward = above.flatMap(({ settings }) => (settings === undefined ? [] : [vscode.Uri.file(settings)]));
    const all = [...found.filter(({ scheme }) => scheme === 'file'), ...upward];
    const distinct = [...new Map(all.map((uri) => [uri.toString(), uri])).values()];
    return distinct.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** Exactly these folders, without what lies below them. */
  #watchAbove(folders: readonly string[]): void {
    const wanted = new Set(folders);
    for (const [folder, watcher] of this.#above)
      if (!wanted.has(folder)) {
        watcher.dispose();
        this.#above.delete(folder);
      }
    for (const folder of wanted)
      if (!this.#above.has(folder))
        this.#above.set(folder, this.#watch(new vscode.RelativePattern(vscode.Uri.file(folder), name)));
  }

  #watch(glob: vscode.GlobPattern): vscode.Disposable {
    const watcher = vscode.workspace.createFileSystemWatcher(glob);
    const changed = () => this.#change();
    return vscode.Disposable.from(
      watcher,
      watcher.onDidCreate(changed),
      watcher.onDidDelete(changed),
      watcher.onDidChange(changed),
    );
  }

  #change(): void {
    this.#found = undefined;
    this.#changed.fire();
  }
}
