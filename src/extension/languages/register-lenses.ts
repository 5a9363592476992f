import * as vscode from 'vscode';
import type { ImageStates } from './image-states.ts';
import type { LanguageRoom } from './language-room.ts';
import { lensesOf } from './lenses-of.ts';
import type { OwnedDocuments } from './owned-documents.ts';
import { selector } from './register-providers.ts';

/** Above lines: what can be done about them, reachable by keyboard as all lenses are. */
export function registerLenses(room: LanguageRoom, documents: OwnedDocuments, states: ImageStates): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const trusted = vscode.workspace.onDidGrantWorkspaceTrust(() => changed.fire());
  const shown = states.onDidChange(() => changed.fire());
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: async (document) => {
      const owned = await documents.find(document);
      if (!owned) return undefined;
      const values = owned.language.id === 'load-form' ? room.formValues(document.getText()) : [];
      return lensesOf(document, owned, states.of(document), values);
    },
  };
  return vscode.Disposable.from(changed, trusted, shown, vscode.languages.registerCodeLensProvider(selector, provider));
}
