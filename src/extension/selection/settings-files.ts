import * as vscode from 'vscode';

const pattern = '**/marketplace.yaml';
const leftOut = '**/node_modules/**';
/** More releases than this in one workspace are somebody's archive. */
const most = 200;

/** The marketplace.yaml files of the workspace, one a release. Looked for when first asked, then kept up by a watcher. */
export class SettingsFiles implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #watcher = vscode.workspace.createFileSystemWatcher(pattern);
  readonly #subscriptions: vscode.Disposable[];
  #found: Promise<readonly vscode.Uri[]> | undefined;

  /** A file came, went or was written. */
  readonly onDidChange = this.#changed.event;

  constructor() {
    const changed = () => {
      this.#found = undefined;
      this.#changed.fire();
    };
    this.#subscriptions = [
      this.#watcher.onDidCreate(changed),
      this.#watcher.onDidDelete(changed),
      this.#watcher.onDidChange(changed),
      vscode.workspace.onDidChangeWorkspaceFolders(changed),
      this.#watcher,
      this.#changed,
    ];
  }

  /** By path. Files that are not on this machine's disk are left out: a job could not read them. */
  async all(): Promise<readonly vscode.Uri[]> {
    this.#found ??= find();
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
}

async function find(): Promise<readonly vscode.Uri[]> {
  const found = await vscode.workspace.findFiles(pattern, leftOut, most);
  return found.filter(({ scheme }) => scheme === 'file').sort((a, b) => (a.path < b.path ? -1 : 1));
}
