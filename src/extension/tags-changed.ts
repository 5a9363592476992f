import * as vscode from 'vscode';

/** Tells the views that a job may have changed tags. */
export class TagsChanged implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<readonly string[]>();

  /** The tags, as references. */
  readonly onDidChange = this.#changed.event;

  /** @param references tags as references with their registry; `touchedReferences` takes them from an event or report */
  changed(references: readonly string[]): void {
    if (references.length > 0) this.#changed.fire(references);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
