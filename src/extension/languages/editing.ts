import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { registerCodeActions } from './code-actions.ts';
import { declareLanguages } from './declare-languages.ts';
import { DocumentAnswers } from './document-answers.ts';
import { FormWalk } from './form-walk.ts';
import { ImageStates } from './image-states.ts';
import type { LanguageRoom } from './language-room.ts';
import { newLoadForm } from './new-load-form.ts';
import { OwnedDocuments } from './owned-documents.ts';
import { registerLenses } from './register-lenses.ts';
import { registerProviders } from './register-providers.ts';
import { RegistryFacts } from './registry-facts.ts';
import { TypedProblems } from './typed-problems.ts';
import { UpdateImages } from './update-images.ts';

/** Everything that is registered for the documents of a release, as long as the window has them. */
export class Editing implements vscode.Disposable {
  readonly #room: LanguageRoom;
  readonly #states: ImageStates;
  readonly #updates: UpdateImages;
  readonly #walk: FormWalk;
  readonly #parts: vscode.Disposable;

  constructor(services: Services, room: LanguageRoom) {
    const { tagsChanged, selection, settingsFiles } = services;
    const facts = new RegistryFacts(services.workers);
    const documents = new OwnedDocuments(room, services, facts);
    const answers = new DocumentAnswers(documents, facts, services.log);
    this.#room = room;
    this.#states = new ImageStates(answers, documents, facts, services);
    this.#updates = new UpdateImages(answers, documents);
    this.#walk = new FormWalk(room, documents);
    this.#parts = vscode.Disposable.from(
      documents,
      this.#states,
      new TypedProblems(documents, services),
      declareLanguages(documents, services),
      registerProviders(answers, documents),
      registerCodeActions(answers, documents, services.problems),
      this.#walk,
      registerLenses(room, documents, this.#states, this.#walk),
      tagsChanged.onDidChange((references) => {
        facts.forgetTouched(references);
        this.#states.refresh();
      }),
      selection.onDidChange(() => this.#states.refresh()),
      // Those that are chosen, and others.
      settingsFiles.onDidChange(() => this.#states.refresh()),
    );
  }

  newLoadForm(given: readonly unknown[]): Promise<void> {
    return newLoadForm(this.#room, given);
  }

  copyFormField(given: readonly unknown[]): Promise<void> {
    return this.#walk.copy(given);
  }

  nextFormField(given: readonly unknown[]): Promise<void> {
    return this.#walk.next(given);
  }

  showImageStates(): Promise<void> {
    return this.#states.show();
  }

  hideImageStates(): void {
    this.#states.hide();
  }

  updateImage(given: readonly unknown[]): Promise<void> {
    return this.#updates.one('newer', given);
  }

  renameTakenTag(given: readonly unknown[]): Promise<void> {
    return this.#updates.one('taken', given);
  }

  updateAllImages(): Promise<void> {
    return this.#updates.all();
  }

  dispose(): void {
    this.#parts.dispose();
  }
}
