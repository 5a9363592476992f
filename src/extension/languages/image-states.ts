import * as vscode from 'vscode';
import type { LineState } from '#language';
import type { ReleaseError } from '#problem';
import { readSetting } from '../read-setting.ts';
import { requireTrust } from '../require-trust.ts';
import type { Services } from '../services.ts';
import { showFailure } from '../show-failure.ts';
import type { DocumentAnswers } from './document-answers.ts';
import { noStatesHere } from './no-states-here.ts';
import type { OwnedDocuments } from './owned-documents.ts';
import { fromRange } from './places.ts';
import type { RegistryFacts } from './registry-facts.ts';
import { StateDecorations } from './state-decorations.ts';
import { stateCounts } from './state-words.ts';

/** A pause in typing or scrolling, in ms. */
const afterMs = 400;
/** How long the registries may take for what is in sight, in ms. */
const patienceMs = 120_000;

/**
 * What the registries say of the images, behind their lines: only where somebody has asked for it, and only of the lines in sight. Typing
 * waits for nobody.
 */
export class ImageStates implements vscode.Disposable {
  readonly #answers: DocumentAnswers;
  readonly #documents: OwnedDocuments;
  readonly #facts: RegistryFacts;
  readonly #log: Services['log'];
  readonly #decorations = new StateDecorations();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable;
  /** The documents whose states are shown, with what is known of them. */
  readonly #shown = new Map<vscode.TextDocument, readonly LineState[]>();
  readonly #asking = new Map<vscode.TextDocument, AbortController>();
  readonly #timers = new Map<vscode.TextDocument, NodeJS.Timeout>();

  /** Something is shown, or not any more. */
  readonly onDidChange = this.#changed.event;

  constructor(
    answers: DocumentAnswers,
    documents: OwnedDocuments,
    facts: RegistryFacts,
    { log }: Pick<Services, 'log'>,
  ) {
    this.#answers = answers;
    this.#documents = documents;
    this.#facts = facts;
    this.#log = log;
    const { workspace, window } = vscode;
    this.#subscriptions = vscode.Disposable.from(
      this.#decorations,
      this.#changed,
      workspace.onDidChangeTextDocument(({ document }) => this.#later(document)),
      window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => this.#later(textEditor.document)),
      workspace.onDidCloseTextDocument((document) => this.#forget(document)),
      window.onDidChangeVisibleTextEditors((editors) => {
        for (const { document } of editors) this.#opened(document);
      }),
    );
    for (const { document } of window.visibleTextEditors) this.#opened(document);
  }

  /** What is shown of a document; undefined when nobody has asked for it. */
  of(document: vscode.TextDocument): readonly LineState[] | undefined {
    return this.#shown.get(document);
  }

  /** Shows the states of the active editor's images, as they are now. */
  async show(): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    const owned = document && (await this.#documents.find(document));
    if (!document || !owned || !hasImages(owned.language.id)) return noStatesHere();
    if (!(await requireTrust(vscode.l10n.t('Asking registries')))) return;
    if (!owned.where) return noStatesHere();
    this.#facts.forgetAll();
    this.#answers.forgetFailure();
    this.#shown.set(document, this.#shown.get(document) ?? []);
    const failures = await this.#look(document);
    const [failure] = failures ?? [];
    if (failure) showFailure(failure, this.#log);
    else vscode.window.setStatusBarMessage(stateCounts(this.#shown.get(document) ?? []), 10_000);
  }

  /** Shows those of the active editor no more. */
  hide(): void {
    const document = vscode.window.activeTextEditor?.document;
    if (document) this.#forget(document);
  }

  /** Something has changed in the registries, or where they are. */
  refresh(): void {
    for (const document of this.#shown.keys()) this.#later(document);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const asking of this.#asking.values()) asking.abort();
    this.#subscriptions.dispose();
  }

  #opened(document: vscode.TextDocument): void {
    const shown = this.#shown.get(document);
    if (shown) this.#decorations.set(document, shown);
    if (shown) return;
    const asks = readSetting('lineStates') === 'onOpen' && vscode.workspace.isTrusted;
    this.#documents.find(document).then(
      (owned) => {
        if (!owned || this.#shown.has(document)) return;
        // Of a form nobody has to be asked.
        if (owned.language.id !== 'load-form' && !(asks && owned.where && hasImages(owned.language.id))) return;
        this.#shown.set(document, []);
        this.#later(document);
      },
      (error) => this.#log.debug(`The states of ${document.uri.path} are not shown: ${error}`),
    );
  }

  #later(document: vscode.TextDocument): void {
    if (!this.#shown.has(document)) return;
    clearTimeout(this.#timers.get(document));
    const timer = setTimeout(() => {
      this.#timers.delete(document);
      this.#look(document).catch((error) => this.#log.debug(`${document.uri.path} is not asked about: ${error}`));
    }, afterMs);
    this.#timers.set(document, timer);
  }

  /** @returns what went wrong; undefined when something newer took its place */
  async #look(document: vscode.TextDocument): Promise<readonly ReleaseError[] | undefined> {
    this.#asking.get(document)?.abort();
    const stop = new AbortController();
    this.#asking.set(document, stop);
    const inSight = vscode.window.visibleTextEditors
      .filter((editor) => editor.document === document)
      .flatMap(({ visibleRanges }) => visibleRanges);
    const [first, ...others] = inSight;
    if (!first) return undefined;
    const within = fromRange(others.reduce((all, each) => all.union(each), first));
    const question = (patience: number) =>
      this.#answers.ask(
        document,
        ({ language }, text, facts) => {
          const { wants } = language.lines(text, facts, within);
          return { value: language.lines(text, facts).value, wants };
        },
        { patience, signal: stop.signal },
      );
    const known = await question(0);
    if (known) this.#use(document, known.value);
    if (known && !known.isPartial) return [];
    const words = vscode.l10n.t('Asking the registries…');
    const settled = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: words },
      async () => question(patienceMs),
    );
    if (!settled || stop.signal.aborted) return undefined;
    this.#use(document, settled.value);
    return settled.failures;
  }

  #use(document: vscode.TextDocument, states: readonly LineState[]): void {
    if (!this.#shown.has(document)) return;
    this.#shown.set(document, states);
    this.#decorations.set(document, states);
    this.#changed.fire();
  }

  #forget(document: vscode.TextDocument): void {
    clearTimeout(this.#timers.get(document));
    this.#timers.delete(document);
    this.#asking.get(document)?.abort();
    this.#asking.delete(document);
    if (!this.#shown.delete(document)) return;
    this.#decorations.set(document, []);
    this.#changed.fire();
  }
}

function hasImages(language: string): boolean {
  return language === 'image-list' || language === 'release-file';
}
