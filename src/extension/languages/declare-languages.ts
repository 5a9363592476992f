import * as vscode from 'vscode';
import { languages } from '../ids.ts';
import type { Services } from '../services.ts';
import type { OwnedDocuments } from './owned-documents.ts';

/**
 * Tells VS Code the language of lists and forms whose names do not: settings can call them as they like, and an `images.txt` is an
 * image list only below a marketplace.yaml. Only plain text is told: whoever has chosen another language has chosen.
 */
export function declareLanguages(
  documents: OwnedDocuments,
  { settingsFiles, log }: Pick<Services, 'settingsFiles' | 'log'>,
): vscode.Disposable {
  const declare = async (document: vscode.TextDocument) => {
    if (document.languageId !== 'plaintext' || document.isUntitled) return;
    const id = (await documents.find(document))?.language.id;
    const language = id === 'image-list' ? languages.images : id === 'load-form' ? languages.loadForm : undefined;
    if (language !== undefined && !document.isClosed)
      await vscode.languages.setTextDocumentLanguage(document, language);
  };
  const look = (document: vscode.TextDocument) => {
    declare(document).catch((error) => log.debug(`The language of ${document.uri.path} is not told: ${error}`));
  };
  const all = () => vscode.workspace.textDocuments.forEach(look);
  all();
  return vscode.Disposable.from(vscode.workspace.onDidOpenTextDocument(look), settingsFiles.onDidChange(all));
}
