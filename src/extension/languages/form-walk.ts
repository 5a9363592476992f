import * as vscode from 'vscode';
import type { PlacedValue } from '#language';
import { documentPlace } from './document-place.ts';
import type { LanguageRoom } from './language-room.ts';
import type { OwnedDocuments } from './owned-documents.ts';

/** Takes the values of load forms out, one after the other, as they are pasted into the portal. */
export class FormWalk implements vscode.Disposable {
  readonly #room: Pick<LanguageRoom, 'formValues' | 'formValueAt'>;
  readonly #documents: Pick<OwnedDocuments, 'find'>;
  readonly #changed = new vscode.EventEmitter<void>();
  #at: { readonly document: string; readonly line: number } | undefined;

  /** Another field is the one that was copied last. */
  readonly onDidChange = this.#changed.event;

  constructor(room: Pick<LanguageRoom, 'formValues' | 'formValueAt'>, documents: Pick<OwnedDocuments, 'find'>) {
    this.#room = room;
    this.#documents = documents;
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
   * Goes to the next field that has a value, and copies that.
   * @param given as of {@link copy}
   */
  async next(given: readonly unknown[]): Promise<void> {
    const place = await documentPlace(given);
    if (!place || !(await this.#isForm(place.document))) return this.copy(given);
    const { document } = place;
    const line = this.lineOf(document) ?? place.range.start.line + 1;
    const found = this.#room.formValues(document.getText()).find(({ range }) => range.line > line);
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
    this.#changed.dispose();
  }

  async #isForm(document: vscode.TextDocument): Promise<boolean> {
    return (await this.#documents.find(document))?.language.id === 'load-form';
  }

  async #take({ uri }: vscode.TextDocument, { text, range }: PlacedValue): Promise<void> {
    await vscode.env.clipboard.writeText(text);
    this.#at = { document: uri.toString(), line: range.line };
    this.#changed.fire();
    vscode.window.setStatusBarMessage(vscode.l10n.t('Copied'), 3000);
  }
}
