import * as vscode from 'vscode';
import { documentScheme } from '../ids.ts';

/** Changes that are remembered; more documents than these nobody has open. */
const mostChanged = 200;

/** Gives the text of a read-only document; what it throws is shown as the document's text. */
export type DocumentSource = (uri: vscode.Uri, token: vscode.CancellationToken) => Promise<string>;

/**
 * The read-only documents of the extension: `marketplace-release:/<kind>/…`. Each kind has a source that can make the text again at any
 * time. They are files of a file system of their own, because VS Code brings back only files after a reload.
 */
export class Documents implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #sources = new Map<string, DocumentSource>();
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly #registration: vscode.Disposable;
  readonly #reading = new vscode.CancellationTokenSource();
  /** When each was changed last; the others are as they were when we began. */
  readonly #changedAt = new Map<string, number>();
  readonly #began = Date.now();

  readonly onDidChangeFile = this.#changed.event;

  constructor() {
    this.#registration = vscode.workspace.registerFileSystemProvider(documentScheme, this, {
      isReadonly: true,
      isCaseSensitive: true,
    });
  }

  /** @param kind the first segment of the documents' paths */
  addSource(kind: string, source: DocumentSource): void {
    this.#sources.set(kind, source);
  }

  /**
   * A document's name. The last segment is what the editor's tab shows.
   * @param query what the source needs to make the text; part of the document's identity
   */
  uri(kind: string, title: string, query: string): vscode.Uri {
    return vscode.Uri.from({ scheme: documentScheme, path: `/${kind}/${title}`, query });
  }

  /** The text has changed: whoever shows it asks again. */
  refresh(uri: vscode.Uri): void {
    const name = uri.toString();
    this.#changedAt.delete(name);
    this.#changedAt.set(name, Date.now());
    const [oldest] = this.#changedAt.keys();
    if (oldest !== undefined && this.#changedAt.size > mostChanged) this.#changedAt.delete(oldest);
    this.#changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const source = this.#sourceOf(uri);
    try {
      return new TextEncoder().encode(await source(uri, this.#reading.token));
    } catch (error) {
      return new TextEncoder().encode(error instanceof Error ? error.message : String(error));
    }
  }

  /** Says nothing of the text, so that it need not be made. */
  stat(uri: vscode.Uri): vscode.FileStat {
    this.#sourceOf(uri);
    const mtime = this.#changedAt.get(uri.toString()) ?? this.#began;
    return { type: vscode.FileType.File, ctime: this.#began, mtime, size: 0 };
  }

  /** Nothing changes but by {@link refresh}. */
  watch(): vscode.Disposable {
    return vscode.Disposable.from();
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#reading.cancel();
    this.#reading.dispose();
    this.#changed.dispose();
  }

  #sourceOf(uri: vscode.Uri): DocumentSource {
    const source = this.#sources.get(uri.path.split('/')[1] ?? '');
    if (!source) throw vscode.FileSystemError.FileNotFound(uri);
    return source;
  }
}
