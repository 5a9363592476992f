import * as vscode from 'vscode';
import type { LanguageId } from '#language';
import type { FormWalk } from './form-walk.ts';
import type { ImageStates } from './image-states.ts';
import type { LanguageRoom } from './language-room.ts';
import { lensesOf } from './lenses-of.ts';
import type { OwnedDocuments } from './owned-documents.ts';
import { selector } from './register-providers.ts';

/** Above lines: what can be done about them, reachable by keyboard as all lenses are. */
export function registerLenses(
  room: LanguageRoom,
  documents: OwnedDocuments,
  states: ImageStates,
  walk: FormWalk,
): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const trusted = vscode.workspace.onDidGrantWorkspaceTrust(() => changed.fire());
  const shown = states.onDidChange(() => changed.fire());
  const walked = walk.onDidChange(() => changed.fire());
  const contents = (id: LanguageId, document: vscode.TextDocument) => {
    const text = document.getText();
    if (id === 'settings')
      return { values: [], namesImages: room.settingsNameCharts(text), charts: room.chartKeys(text) };
    if (id !== 'load-form') return undefined;
    const copied = walk.lineOf(document);
    const form = { values: room.formValues(text), namesImages: room.formNamesImages(text) };
    return copied === undefined ? form : { ...form, copied };
  };
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: async (document) => {
      const owned = await documents.find(document);
      if (!owned) return undefined;
      return lensesOf(document, owned, states.of(document), contents(owned.language.id, document));
    },
  };
  return vscode.Disposable.from(
    changed,
    trusted,
    shown,
    walked,
    vscode.languages.registerCodeLensProvider(selector, provider),
  );
}
