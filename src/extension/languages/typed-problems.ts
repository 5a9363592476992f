import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import type { OwnedDocuments } from './owned-documents.ts';

/** A pause in typing, in ms. */
const afterMs = 150;

/** Says what is wrong with the text of a document while it is written: a little later, and only of the text as it is then. */
export class TypedProblems implements vscode.Disposable {
  readonly #documents: OwnedDocuments;
  readonly #services: Pick<Services, 'problems' | 'log'>;
  readonly #timers = new Map<vscode.TextDocument, NodeJS.Timeout>();
  readonly #subscriptions: vscode.Disposable;

  constructor(documents: OwnedDocuments, services: Pick<Services, 'problems' | 'log' | 'settingsFiles'>) {
    this.#documents = documents;
    this.#services = services;
    const { workspace } = vscode;
    this.#subscriptions = vscode.Disposable.from(
      workspace.onDidOpenTextDocument((document) => this.#later(document, 0)),
      workspace.onDidChangeTextDocument(({ document }) => this.#later(document, afterMs)),
      workspace.onDidSaveTextDocument((document) => this.#later(document, 0)),
      workspace.onDidCloseTextDocument((document) => this.#forget(document)),
      // Settings that came or went, or say other names: what is ours has changed.
      services.settingsFiles.onDidChange(() => this.#all()),
    );
    this.#all();
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#subscriptions.dispose();
    for (const { uri } of vscode.workspace.textDocuments) this.#services.problems.untyped(uri);
  }

  #all(): void {
    for (const document of vscode.workspace.textDocuments) this.#later(document, 0);
  }

  #later(document: vscode.TextDocument, ms: number): void {
    clearTimeout(this.#timers.get(document));
    const timer = setTimeout(() => {
      this.#timers.delete(document);
      this.#look(document).catch((error) => this.#services.log.warn(`${document.uri.path} is not checked: ${error}`));
    }, ms);
    this.#timers.set(document, timer);
  }

  async #look(document: vscode.TextDocument): Promise<void> {
    const { version, uri, isDirty } = document;
    const owned = await this.#documents.find(document);
    // Whoever has written on has set a timer too.
    if (document.isClosed || document.version !== version) return;
    const { problems } = this.#services;
    if (!owned) problems.untyped(uri);
    else problems.typed(uri, owned.language.diagnose(document.getText()), !isDirty);
  }

  #forget(document: vscode.TextDocument): void {
    clearTimeout(this.#timers.get(document));
    this.#timers.delete(document);
    this.#services.problems.untyped(document.uri);
  }
}
