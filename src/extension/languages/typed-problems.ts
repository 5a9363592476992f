import * as vscode from 'vscode';
import { languages } from '../ids.ts';
import type { Services } from '../services.ts';
import type { Owned, OwnedDocuments } from './owned-documents.ts';

/** A pause in typing, in ms. */
const afterMs = 150;

/** A list may have a name that only the settings know. */
const lists: ReadonlySet<string> = new Set([languages.images, 'plaintext']);
const dependent: ReadonlySet<string> = new Set([...lists, languages.loadForm]);

/** Whether others may be held against a document: release files and image lists are. */
function isHeldAgainst({ languageId }: vscode.TextDocument): boolean {
  return languageId === 'json' || lists.has(languageId);
}

/** Whether what a document is held against may not be what the files have. */
function isEditedAround({ folder }: Owned, document: vscode.TextDocument): boolean {
  const within = folder && `${folder}/`;
  return vscode.workspace.textDocuments.some((other) => {
    if (other === document || !other.isDirty || within === undefined || !isHeldAgainst(other)) return false;
    return other.uri.toString().startsWith(within);
  });
}

/** Says what is wrong with the text of a document while it is written: a little later, and only of the text as it is then. */
export class TypedProblems implements vscode.Disposable {
  readonly #documents: OwnedDocuments;
  readonly #services: Pick<Services, 'problems' | 'log'>;
  readonly #timers = new Map<vscode.TextDocument, NodeJS.Timeout>();
  readonly #subscriptions: vscode.Disposable;

  constructor(documents: OwnedDocuments, services: Pick<Services, 'problems' | 'log' | 'settingsFiles' | 'selection'>) {
    this.#documents = documents;
    this.#services = services;
    const { workspace } = vscode;
    this.#subscriptions = vscode.Disposable.from(
      workspace.onDidOpenTextDocument((document) => this.#later(document, 0)),
      workspace.onDidChangeTextDocument(({ document }) => {
        this.#later(document, afterMs);
        this.#othersLater(document);
      }),
      workspace.onDidSaveTextDocument((document) => this.#later(document, 0)),
      workspace.onDidCloseTextDocument((document) => {
        this.#forget(document);
        this.#othersLater(document);
      }),
      // Settings that came or went, or say other names: what is ours has changed.
      services.settingsFiles.onDidChange(() => this.#all()),
      // What is wrong with a list may be so for one target only.
      services.selection.onDidChange(() => this.#all()),
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

  /** What is wrong with a list depends on its release, and with a form on the lists that it names. */
  #othersLater(document: vscode.TextDocument): void {
    if (!isHeldAgainst(document)) return;
    for (const other of vscode.workspace.textDocuments)
      if (other !== document && dependent.has(other.languageId)) this.#later(other, afterMs);
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
    if (!owned) return problems.untyped(uri);
    const text = document.getText();
    const around = await this.#documents.around(owned, text);
    if (document.isClosed || document.version !== version) return;
    const isSaved = !isDirty && !isEditedAround(owned, document);
    problems.typed(uri, owned.language.diagnose(text, around), isSaved);
  }

  #forget(document: vscode.TextDocument): void {
    clearTimeout(this.#timers.get(document));
    this.#timers.delete(document);
    this.#services.problems.untyped(document.uri);
  }
}
