import * as vscode from 'vscode';
import type { ContextState } from '../context-state.ts';
import { type NameFilter, parseNameFilter } from './name-filter.ts';

const key = 'repositoryFilter';

/** Which repositories the view shows, by their names; kept for the workspace. */
export class RepositoryFilter implements vscode.Disposable {
  readonly #memory: vscode.Memento;
  readonly #contextState: ContextState;
  readonly #changed = new vscode.EventEmitter<void>();

  readonly onDidChange = this.#changed.event;

  constructor(memory: vscode.Memento, contextState: ContextState) {
    this.#memory = memory;
    this.#contextState = contextState;
    this.#tell();
  }

  /** As it was typed; empty when there is none. */
  get text(): string {
    return this.#memory.get<string>(key) ?? '';
  }

  get matches(): NameFilter | undefined {
    return parseNameFilter(this.text);
  }

  /** @param text empty, or nothing but blanks, for no filter */
  async set(text: string): Promise<void> {
    await this.#memory.update(key, text.trim() === '' ? undefined : text.trim());
    this.#tell();
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #tell(): void {
    this.#contextState.set('marketplaceRelease.repositoriesFiltered', this.text !== '');
  }
}
