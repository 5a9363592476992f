import path from 'node:path';

// What stands in for the module `vscode` in unit tests (test/vitest.config.ts): plain data, and no behaviour that a test could come to
// rely on instead of VS Code's own. What needs more is tested in the workbench (test/e2e).

/** Settings as the user has them; a test sets what it needs. */
export const settings = new Map<string, unknown>();

/** Fires nothing. */
const never = () => ({ dispose: () => undefined });

export class EventEmitter<T> {
  readonly #listeners = new Set<(value: T) => void>();

  readonly event = (listener: (value: T) => void) => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };

  fire(value: T): void {
    for (const listener of this.#listeners) listener(value);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}

/** What happens to documents and editors, for a test to make happen. */
export const events = {
  documentClosed: new EventEmitter<object>(),
  documentChanged: new EventEmitter<{ readonly document: object }>(),
  visibleEditorsChanged: new EventEmitter<readonly object[]>(),
  trustGranted: new EventEmitter<void>(),
};

export const workspace = {
  isTrusted: true,
  onDidGrantWorkspaceTrust: events.trustGranted.event,
  workspaceFolders: undefined as readonly object[] | undefined,
  onDidChangeWorkspaceFolders: never,
  createFileSystemWatcher: (_glob: unknown): object => ({
    onDidCreate: never,
    onDidChange: never,
    onDidDelete: never,
    dispose: () => undefined,
  }),
  onDidCreateFiles: never,
  onDidRenameFiles: never,
  findFiles: async (_pattern: unknown): Promise<readonly object[]> => [],
  textDocuments: [] as object[],
  onDidOpenTextDocument: never,
  onDidSaveTextDocument: never,
  onDidChangeTextDocument: events.documentChanged.event,
  onDidCloseTextDocument: events.documentClosed.event,
  onDidChangeConfiguration: never,
  /** What is on a disk far away can be written; what is in a repository without a disk cannot. */
  fs: { isWritableFileSystem: (scheme: string) => ({ 'vscode-remote': true, 'vscode-vfs': false })[scheme] },
  getConfiguration: (section: string) => ({ get: (name: string) => settings.get(`${section}.${name}`) }),
};

/** Nobody answers; a test says what somebody does. */
export const window = {
  visibleTextEditors: [] as object[],
  activeTextEditor: undefined as object | undefined,
  onDidChangeTextEditorVisibleRanges: never,
  onDidChangeVisibleTextEditors: events.visibleEditorsChanged.event,
  createTextEditorDecorationType: (options: object) => ({ options, dispose: () => undefined }),
  showTextDocument: async (_document: object): Promise<object> => ({}),
  setStatusBarMessage: (_words: string, _ms: number) => ({ dispose: () => undefined }),
  showErrorMessage: async (_words: string, ..._buttons: string[]): Promise<string | undefined> => undefined,
  showWarningMessage: async (_words: string, ..._more: unknown[]): Promise<string | undefined> => undefined,
  showInformationMessage: async (_words: string, ..._buttons: string[]): Promise<string | undefined> => undefined,
  showQuickPick: async <T>(_items: readonly T[], _options?: object): Promise<T | undefined> => undefined,
  showInputBox: async (_options: {
    readonly password?: boolean;
    readonly value?: string;
    readonly validateInput?: (text: string) => string | undefined;
  }): Promise<string | undefined> => undefined,
  withProgress: async <T>(_options: object, task: (progress: object, token: object) => Promise<T>): Promise<T> =>
    task({ report: () => undefined }, { isCancellationRequested: false, onCancellationRequested: never }),
};

export const ProgressLocation = { Window: 10, Notification: 15 };
export const DecorationRangeBehavior = { ClosedOpen: 3 };

export const commands = { executeCommand: async (_id: string): Promise<unknown> => undefined };

export const env = { language: 'en', clipboard: { writeText: async (_text: string): Promise<void> => undefined } };

export const l10n = {
  t: (message: string, ...values: readonly unknown[]) =>
    message.replace(/\{(\d+)\}/g, (place, at) => String(values[Number(at)] ?? place)),
};

export class Disposable {
  readonly dispose: () => unknown;

  constructor(dispose: () => unknown) {
    this.dispose = dispose;
  }

  static from(...all: readonly { dispose(): unknown }[]): Disposable {
    return new Disposable(() => {
      for (const one of all) one.dispose();
    });
  }
}

/** Of this machine's disk. */
export class Uri {
  readonly scheme = 'file';
  readonly fsPath: string;
  readonly fragment: string;

  constructor(fsPath: string, fragment = '') {
    this.fsPath = fsPath;
    this.fragment = fragment;
  }

  get path(): string {
    return this.fsPath;
  }

  with({ fragment }: { readonly fragment: string }): Uri {
    return new Uri(this.fsPath, fragment);
  }

  toString(): string {
    return `file://${this.fsPath}${this.fragment && `#${this.fragment}`}`;
  }

  static file(fsPath: string): Uri {
    return new Uri(fsPath);
  }

  static joinPath({ fsPath }: { readonly fsPath: string }, ...segments: readonly string[]): Uri {
    return new Uri(path.posix.join(fsPath, ...segments));
  }
}

export class RelativePattern {
  readonly baseUri: Uri;
  readonly pattern: string;

  constructor(base: Uri, pattern: string) {
    this.baseUri = base;
    this.pattern = pattern;
  }
}

/** From 0. */
export class Position {
  readonly line: number;
  readonly character: number;

  constructor(line: number, character: number) {
    this.line = line;
    this.character = character;
  }
}

/** Of no length where it begins. */
export class Selection {
  readonly start: Position;
  readonly end: Position;

  constructor(start: Position, end: Position) {
    this.start = start;
    this.end = end;
  }
}

export const FileType = { File: 1, Directory: 2 };

export const TextEditorRevealType = { InCenterIfOutsideViewport: 2 };

/** From 0. */
export class Range {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };

  constructor(startLine: number, startCharacter: number, endLine: number, endCharacter: number) {
    this.start = { line: startLine, character: startCharacter };
    this.end = { line: endLine, character: endCharacter };
  }
}

export class CodeLens {
  readonly range: Range;
  readonly command: { readonly title: string; readonly command: string; readonly arguments?: readonly unknown[] };

  constructor(range: Range, command: CodeLens['command']) {
    this.range = range;
    this.command = command;
  }
}

export const DiagnosticSeverity = { Error: 0, Warning: 1, Information: 2, Hint: 3 };

export class Diagnostic {
  readonly range: Range;
  readonly message: string;
  readonly severity: number;
  source: string | undefined;
  code: unknown;

  constructor(range: Range, message: string, severity: number) {
    this.range = range;
    this.message = message;
    this.severity = severity;
  }
}

/** The collections of diagnostics, by name, for a test to look into. */
export const diagnostics = new Map<string, Map<string, readonly Diagnostic[]>>();

export const languages = {
  createDiagnosticCollection: (name: string) => {
    const held = new Map<string, readonly Diagnostic[]>();
    diagnostics.set(name, held);
    return {
      set: (uri: Uri, found: readonly Diagnostic[]) => held.set(uri.toString(), found),
      delete: (uri: Uri) => held.delete(uri.toString()),
      dispose: () => held.clear(),
    };
  },
};

export class ThemeColor {
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }
}

export class ThemeIcon {
  readonly id: string;
  readonly color: ThemeColor | undefined;

  constructor(id: string, color?: ThemeColor) {
    this.id = id;
    this.color = color;
  }
}

export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };

export class TreeItem {
  readonly label: string;
  readonly collapsibleState: number;

  constructor(label: string, collapsibleState = 0) {
    this.label = label;
    this.collapsibleState = collapsibleState;
  }
}

export class MarkdownString {
  value = '';
  isTrusted = false;
  supportHtml = false;

  /** As VS Code escapes it (src/vs/base/common/htmlContent.ts). */
  appendText(text: string): this {
    this.value += text.replace(/[\\`*_{}[\]()#+\-!~>]/g, '\\$&').replace(/\n/g, '\n\n');
    return this;
  }

  appendMarkdown(text: string): this {
    this.value += text;
    return this;
  }
}
