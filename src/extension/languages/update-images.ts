import * as vscode from 'vscode';
import type { Facts, Fix } from '#language';
import { formatCount } from '#text';
import { requireTrust } from '../require-trust.ts';
import type { DocumentAnswers } from './document-answers.ts';
import { documentPlace } from './document-place.ts';
import { editOf } from './edit-of.ts';
import { hasSubject } from './line-subject.ts';
import { noStatesHere } from './no-states-here.ts';
import type { OwnedDocuments } from './owned-documents.ts';
import { fromRange } from './places.ts';

/** How long the registries may take for all images of a file, in ms. */
const patienceMs = 300_000;

/** Edits that take what is newer, or another tag for one that is taken. They only write into the editor, and can be undone there. */
export class UpdateImages {
  readonly #answers: DocumentAnswers;
  readonly #documents: OwnedDocuments;

  constructor(answers: DocumentAnswers, documents: OwnedDocuments) {
    this.#answers = answers;
    this.#documents = documents;
  }

  /**
   * Does what a state of one image or chart offers.
   * @param given the document's name and a line, counted from 1; else the cursor says which image is meant
   * @throws ReleaseError what a registry answers
   */
  async one(kind: 'newer' | 'taken', given: readonly unknown[]): Promise<void> {
    const place = await documentPlace(given);
    if (!place) return noStatesHere();
    const { document, range } = place;
    const owned = await this.#documents.find(document);
    if (!owned) return noStatesHere();
    const text = document.getText();
    if (!hasSubject(owned.language, text, await this.#documents.facts(owned, text), fromRange(range)))
      return tell(
        owned.language.id === 'settings'
          ? vscode.l10n.t('No chart of a Helm repository stands on this line.')
          : vscode.l10n.t('No image stands on this line.'),
      );
    const fixes = await this.#fixes(document, kind, range);
    if (!fixes) return;
    const [fix] = fixes;
    if (fix) return apply(document, [fix]);
    tell(
      kind === 'newer'
        ? vscode.l10n.t('No newer release is known here.')
        : vscode.l10n.t('The tag of this image is not taken.'),
    );
  }

  /** Takes the newest release of every image or chart of the active editor. @throws ReleaseError what a registry answers */
  async all(): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    if (!document) return noStatesHere();
    const fixes = await this.#fixes(document, 'newer', undefined);
    if (!fixes) return;
    if (fixes.length === 0) return tell(vscode.l10n.t('No newer release is known here.'));
    await apply(document, fixes);
    tell(
      vscode.l10n.t(
        '{0} updated; nothing is pushed by that. Undo takes it back.',
        formatCount(fixes.length, nounOf(document)),
      ),
    );
  }

  /** Undefined when there was nobody to ask, which the user has been told, or it was cancelled. */
  async #fixes(
    document: vscode.TextDocument,
    kind: 'newer' | 'taken',
    range: vscode.Range | undefined,
  ): Promise<Fix[] | undefined> {
    const owned = await this.#documents.find(document);
    if (!owned) {
      noStatesHere();
      return undefined;
    }
    if (!(await requireTrust(vscode.l10n.t('Asking registries')))) return undefined;
    if (!owned.where) {
      noStatesHere();
      return undefined;
    }
    this.#answers.forgetFailure();
    const within = range && fromRange(range);
    const settled = await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: vscode.l10n.t('Asking the registries…'),
        cancellable: true,
      },
      async (_progress, token) => {
        const stop = new AbortController();
        token.onCancellationRequested(() => stop.abort());
        return this.#answers.ask(
          document,
          // What is newer its source tells: the target is not asked.
          ({ language }, text, facts) => language.lines(text, kind === 'newer' ? withoutTarget(facts) : facts, within),
          { patience: patienceMs, signal: stop.signal },
        );
      },
    );
    if (!settled) return undefined;
    const fixes = settled.value.flatMap((state) => (state.kind === kind && state.fix ? [state.fix] : []));
    const [failure] = settled.failures;
    if (failure && fixes.length === 0) throw failure;
    return fixes;
  }
}

function withoutTarget({ target: _, ...facts }: Facts): Facts {
  return facts;
}

async function apply(document: vscode.TextDocument, fixes: readonly Fix[]): Promise<void> {
  const edits = fixes.flatMap((fix) => fix.edits);
  const [first] = fixes;
  if (!first) return;
  const edit = editOf({ ...first, edits }, document.uri, undefined);
  if (edit) await vscode.workspace.applyEdit(edit);
}

/** What is updated in a document. */
function nounOf({ uri }: vscode.TextDocument): string {
  return uri.path.endsWith('/marketplace.yaml') ? 'chart' : 'image';
}

function tell(words: string): void {
  void vscode.window.showInformationMessage(words);
}
