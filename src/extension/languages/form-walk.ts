import * as vscode from 'vscode';
import type { PlacedValue } from '#language';
import { documentPlace } from './document-place.ts';
import type { LanguageRoom } from './language-room.ts';
import type { OwnedDocuments } from './owned-documents.ts';

/** Where the walk is. Its places move with the text. */
interface Step {
  readonly document: string;
  /** Of the field that was copied last, from 1. */
  readonly line: number;
  /** Where the cursor was then, from 1: undefined when it was in another document, or its line is gone. */
  readonly cursor: number | undefined;
}

/** Takes the values of load forms out, one after the other, as they are pasted into the portal. */
export class FormWalk implements vscode.Disposable {
  readonly #room: Pick<LanguageRoom, 'formValues' | 'formValueAt'>;
  readonly #documents: Pick<OwnedDocuments, 'find'>;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #edits: vscode.Disposable;
  #at: Step | undefined;

  /** Another field is the one that was copied last. */
  readonly onDidChange = this.#changed.event;

  constructor(room: Pick<LanguageRoom, 'formValues' | 'formValueAt'>, documents: Pick<OwnedDocuments, 'find'>) {
    this.#room = room;
    this.#documents = documents;
    this.#edits = vscode.workspace.onDidChangeTextDocument((event) => this.#follow(event));
  }

  /** The line, from 1, of the field of a document that was copied last, while somebody goes from field to field. */
  lineOf({ uri }: Pick<vscode.TextDocument, 'uri'>): number | undefined {
    return this.#at?.document === uri.toString() ? this.#at.line : undefined;
  }

  /**
   * Copies the value of a field.
   * @param given the document's name and a line, counted from 1; else the cursor says which field is meant
   */
  async copy(given: readonly unknown[]): Promise<void> {
    const place = await documentPlace(given);
    const isForm = place !== undefined && (await this.#isForm(place.document));
    const found = isForm && this.#room.formValueAt(place.document.getText(), place.range.start.line + 1);
    if (!found) {
      const words = isForm
        ? vscode.l10n.t('Put the cursor into a field of a load form that has a value.')
        : vscode.l10n.t('Open a load form: the values of its fields are copied from there.');
      void vscode.window.showInformationMessage(words);
      return;
    }
    await this.#take(place.document, found);
  }

  /**
   * Goes to the next field that has a value, and copies that: after the one that was copied last, or after the one that the cursor was
   * moved to since.
   * @param given as of {@link copy}
   */
  async next(given: readonly unknown[]): Promise<void> {
    const place = await documentPlace(given);
    if (!place || !(await this.#isForm(place.document))) return this.copy(given);
    const { document } = place;
    const text = document.getText();
    const line = this.lineOf(document);
    const cursor = place.range.start.line + 1;
    // A lens names its own line, and the cursor may be anywhere.
    const isMoved = given.length < 2 && cursor !== this.#at?.cursor;
    const chosen = isMoved ? this.#room.formValueAt(text, cursor)?.range.line : undefined;
    const after = chosen ?? line ?? cursor;
    const found = this.#room.formValues(text).find(({ range }) => range.line > after);
    if (!found) {
      this.#at = undefined;
      this.#changed.fire();
      vscode.window.setStatusBarMessage(vscode.l10n.t('That was the last field'), 3000);
      return;
    }
    const editor = await vscode.window.showTextDocument(document);
    const start = new vscode.Position(found.range.line - 1, found.range.column - 1);
    editor.selection = new vscode.Selection(start, start);
    editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    await this.#take(document, found);
  }

  dispose(): void {
    this.#edits.dispose();
    this.#changed.dispose();
  }

  async #isForm(document: vscode.TextDocument): Promise<boolean> {
    return (await this.#documents.find(document))?.language.id === 'load-form';
  }

  #follow({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const at = this.#at;
    if (at?.document !== document.uri.toString()) return;
    const line = movedLine(at.line, contentChanges);
    const cursor = at.cursor === undefined ? undefined : movedLine(at.cursor, contentChanges);
    this.#at = line === undefined ? undefined : { ...at, line, cursor };
  }

  async #take({ uri }: vscode.TextDocument, { text, range }: PlacedValue): Promise<void> {
    await vscode.env.clipboard.writeText(text);
    const editor = vscode.window.activeTextEditor;
    const isActive = editor?.document.uri.toString() === uri.toString();
    const cursor = isActive ? editor.selection.start.line + 1 : undefined;
    this.#at = { document: uri.toString(), line: range.line, cursor };
    this.#changed.fire();
    vscode.window.setStatusBarMessage(vscode.l10n.t('Copied'), 3000);
  }
}

/** Where a line, from 1, is after changes of the text; undefined when its beginning was replaced together with lines above. */
function movedLine(
  line: number,
  changes: readonly Pick<vscode.TextDocumentContentChangeEvent, 'range' | 'text'>[],
): number | undefined {
  let moved = line;
  for (const { range, text } of changes) {
    const { start, end } = range;
    // Places count from 0 and are those before the changes.
    const isAbove = end.line < line - 1 || (end.line === line - 1 && end.character === 0);
    if (isAbove) moved += text.split('\n').length - 1 - (end.line - start.line);
    else if (start.line < line - 1) return undefined;
  }
  return moved;
}
