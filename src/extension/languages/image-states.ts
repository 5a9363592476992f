import * as vscode from 'vscode';
import type { Facts, LineState } from '#language';
import { ReleaseError } from '#problem';
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

/** What is shown of a document. */
interface Shown {
  readonly states: readonly LineState[];
  /** Whether somebody wants to know what the registries say; else it is what the text alone tells. */
  readonly isAsked: boolean;
}

/**
 * What the registries say of the images, behind their lines: only where somebody has asked for it, and only of the lines in sight. Typing
 * waits for nobody.
 */
export class ImageStates implements vscode.Disposable {
  readonly #answers: DocumentAnswers;
  readonly #documents: OwnedDocuments;
  readonly #facts: RegistryFacts;
  readonly #log: Services['log'];
  readonly #problems: Services['problems'];
  readonly #decorations = new StateDecorations();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable;
  /** The documents whose states are shown, with what is known of them. */
  readonly #shown = new Map<vscode.TextDocument, Shown>();
  readonly #asking = new Map<vscode.TextDocument, AbortController>();
  readonly #timers = new Map<vscode.TextDocument, NodeJS.Timeout>();
  /** Where somebody does not want to see them, whatever the settings say of all. */
  readonly #hidden = new WeakSet<vscode.TextDocument>();
  /** Where somebody has asked by hand, and was not told yet what came of it. */
  readonly #awaited = new WeakSet<vscode.TextDocument>();

  /** Something is shown, or not any more. */
  readonly onDidChange = this.#changed.event;

  constructor(
    answers: DocumentAnswers,
    documents: OwnedDocuments,
    facts: RegistryFacts,
    { log, problems }: Pick<Services, 'log' | 'problems'>,
  ) {
    this.#answers = answers;
    this.#documents = documents;
    this.#facts = facts;
    this.#log = log;
    this.#problems = problems;
    const { workspace, window } = vscode;
    this.#subscriptions = vscode.Disposable.from(
      this.#decorations,
      this.#changed,
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        this.#problems.moveTold(document.uri, contentChanges);
        this.#later(document);
      }),
      window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => this.#later(textEditor.document)),
      workspace.onDidCloseTextDocument((document) => this.#closed(document)),
      workspace.onDidGrantWorkspaceTrust(() => this.refresh()),
      window.onDidChangeVisibleTextEditors((editors) => {
        for (const { document } of editors) this.#opened(document);
      }),
    );
    for (const { document } of window.visibleTextEditors) this.#opened(document);
  }

  /** What is shown of a document; undefined when nobody has asked the registries about it. */
  of(document: vscode.TextDocument): readonly LineState[] | undefined {
    const shown = this.#shown.get(document);
    return shown?.isAsked ? shown.states : undefined;
  }

  /** Shows the states of the active editor's images, as they are now. */
  async show(): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    const owned = document && (await this.#documents.find(document));
    if (!document || !owned) return noStatesHere();
    if (!(await requireTrust(vscode.l10n.t('Asking registries')))) return;
    if (!owned.where) return noStatesHere();
    const { choices } = owned.surroundings;
    if (choices) return showFailure(targetToChoose(choices), this.#log);
    this.#hidden.delete(document);
    this.#facts.forgetAll();
    this.#awaited.add(document);
    this.#shown.set(document, { states: this.#shown.get(document)?.states ?? [], isAsked: true });
    await this.#look(document);
  }

  /** Shows those of the active editor no more; what a form's own text tells stays. */
  hide(): void {
    const document = vscode.window.activeTextEditor?.document;
    if (!document) return;
    this.#hidden.add(document);
    this.#forget(document);
    this.#opened(document);
  }

  /** Something has changed in the registries, or where they are. */
  refresh(): void {
    for (const document of this.#shown.keys()) this.#later(document);
    // Where nobody could be asked before, somebody may be by now.
    for (const { document } of vscode.window.visibleTextEditors) this.#consider(document);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const asking of this.#asking.values()) asking.abort();
    this.#subscriptions.dispose();
  }

  #opened(document: vscode.TextDocument): void {
    const shown = this.#shown.get(document);
    if (shown) {
      this.#decorations.set(document, shown.states);
      // What is known of it may be too old by now, or forgotten: that is asked for again.
      this.#later(document);
    }
    this.#consider(document);
  }

  /** Shows what is to be shown of a document without anybody asking by hand. */
  #consider(document: vscode.TextDocument): void {
    if (this.#shown.get(document)?.isAsked) return;
    this.#documents.find(document).then(
      (owned) => {
        const shown = this.#shown.get(document);
        if (!owned || shown?.isAsked) return;
        const mayAsk = readSetting('lineStates') === 'onOpen' && !this.#hidden.has(document);
        const isAsked = mayAsk && owned.where !== undefined && owned.surroundings.choices === undefined;
        // How much of a form's limits is used, its text tells.
        if (!isAsked && owned.language.id !== 'load-form') return;
        this.#shown.set(document, { states: shown?.states ?? [], isAsked });
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

  /** Brings what is shown up to date. The first look that comes to an end tells whoever has asked by hand. */
  async #look(document: vscode.TextDocument): Promise<void> {
    // A failure that nobody was told of keeps no registry from being asked.
    if (this.#awaited.has(document)) this.#answers.forgetFailure();
    const failures = await this.#ask(document);
    if (!failures || !this.#awaited.delete(document)) return;
    const [failure] = failures;
    if (failure) showFailure(failure, this.#log);
    else vscode.window.setStatusBarMessage(stateCounts(this.#shown.get(document)?.states ?? []), 10_000);
  }

  /** @returns what went wrong; undefined when something newer took its place */
  async #ask(document: vscode.TextDocument): Promise<readonly ReleaseError[] | undefined> {
    this.#asking.get(document)?.abort();
    const stop = new AbortController();
    this.#asking.set(document, stop);
    const isAsked = this.#shown.get(document)?.isAsked ?? false;
    const owned = await this.#documents.find(document);
    if (stop.signal.aborted) return undefined;
    if (!owned || (isAsked && !owned.where)) {
      // Settings that are gone: what they told of is not known any more.
      this.#forget(document);
      if (owned) this.#opened(document);
      return undefined;
    }
    const inSight = vscode.window.visibleTextEditors
      .filter((editor) => editor.document === document)
      .flatMap(({ visibleRanges }) => visibleRanges);
    const [first, ...others] = inSight;
    if (!first) return undefined;
    const within = fromRange(others.reduce((all, each) => all.union(each), first));
    const question = (patience: number) =>
      this.#answers.ask(
        document,
        ({ language, where }, text, facts) => {
          if (!isAsked) return { value: language.lines(text, withoutRegistries(facts)).value, wants: [] };
          const { wants } = language.lines(text, facts, within);
          // What is too old is wanted again; its words stay until there are newer ones.
          const last = where ? this.#facts.last(where) : {};
          return { value: language.lines(text, { ...facts, ...last }).value, wants };
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
    const shown = this.#shown.get(document);
    if (!shown) return;
    this.#shown.set(document, { ...shown, states });
    this.#decorations.set(document, states);
    this.#problems.told(
      document.uri,
      states.flatMap(({ problem }) => problem ?? []),
    );
    this.#changed.fire();
  }

  #forget(document: vscode.TextDocument): void {
    if (!this.#shown.has(document)) return;
    this.#decorations.set(document, []);
    this.#closed(document);
  }

  /** Its editors may be gone: nothing is drawn into them. */
  #closed(document: vscode.TextDocument): void {
    clearTimeout(this.#timers.get(document));
    this.#timers.delete(document);
    this.#asking.get(document)?.abort();
    this.#asking.delete(document);
    this.#awaited.delete(document);
    if (!this.#shown.delete(document)) return;
    this.#problems.told(document.uri, []);
    this.#changed.fire();
  }
}

function targetToChoose(names: readonly string[]): ReleaseError {
  return new ReleaseError('target-choice', `marketplace.yaml has several targets: ${names.join(', ')}`, {
    hint: 'Choose one of them: the states of images are those of one target.',
  });
}

/** What is known of a text where nobody has asked a registry. */
function withoutRegistries(facts: Facts): Facts {
  const unknown = () => undefined;
  return { ...facts, tags: unknown, image: unknown, chart: unknown, repositories: unknown };
}
